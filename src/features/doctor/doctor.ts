import { createStore } from 'zustand/vanilla'
import { stepIndex, type StepId, type StepResult } from '@/core/doctor/steps'
import { examine, type DoctorServices, type Examination } from '@/services/diagnosis/doctor'
import type { DoctorSubject } from '@/services/diagnosis/doctorClient'
import type { VisibilityPort } from '@/services/visibility/types'

export interface DoctorState {
  phase: 'idle' | 'running' | 'done'
  /** of the steps that were reached */
  results: Partial<Record<StepId, StepResult>>
  /** ms, of the last run */
  tookMs: number
}

/** The examination of one connection, as a page shows it. */
export class Doctor {
  readonly store = createStore<DoctorState>(() => ({ phase: 'idle', results: {}, tookMs: 0 }))
  private examination: Examination | undefined
  private subject: DoctorSubject | undefined

  constructor(private readonly services: DoctorServices & { visibility: VisibilityPort }) {}

  /** Follows the app to the background and back: WeChat cuts sockets there. @returns ends everything */
  open(): () => void {
    const { visibility, pausesWhenHidden } = this.services
    const unlisten = visibility.onChange((isVisible) => {
      if (!pausesWhenHidden || !this.subject || this.store.getState().phase !== 'running') return
      if (isVisible) this.start(this.subject)
      else this.cancel()
    })
    return () => {
      unlisten()
      this.cancel()
    }
  }

  /** @param from the step that had failed: what stands before it stays to be seen until it is looked at anew */
  start(subject: DoctorSubject, from: StepId = 'address'): void {
    this.cancel()
    this.subject = subject
    const startedAt = this.services.clock.now()
    this.store.setState({ phase: 'running', results: before(this.store.getState().results, stepIndex(from)) })
    const examination = examine(subject, this.services, (step, result) => {
      const { results } = this.store.getState()
      // what was passed is not shown as under way again
      if (result.state === 'running' && stepIndex(step) < stepIndex(from)) return
      const kept = result.state === 'failed' ? before(results, stepIndex(step)) : results
      this.store.setState({ results: { ...kept, [step]: result } })
    })
    this.examination = examination
    void examination.ended.then(() => {
      if (this.examination !== examination) return
      this.store.setState({ phase: 'done', tookMs: this.services.clock.now() - startedAt })
    })
  }

  private cancel(): void {
    this.examination?.cancel()
    this.examination = undefined
  }
}

function before(results: DoctorState['results'], end: number): DoctorState['results'] {
  const kept: DoctorState['results'] = {}
  for (const step of Object.keys(results) as StepId[]) if (stepIndex(step) < end) kept[step] = results[step]
  return kept
}

/** The step that failed, or undefined. */
export function failedStep(results: DoctorState['results']): StepId | undefined {
  return (Object.keys(results) as StepId[]).find((step) => results[step]?.state === 'failed')
}
