import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { StepId } from '@/core/doctor/steps'
import type { Profile } from '@/core/profile/profile'
import { services } from '../services'
import { Doctor, failedStep, type DoctorState } from './doctor'

interface OpenDoctor {
  state: DoctorState
  /** From the beginning */
  again: () => void
  /** What is changed next is to be looked at from the step that failed on */
  continueFromHere: () => void
}

/** Examines the connection when it is opened, and again whenever what the doctor uses of it has changed. */
export function useDoctor(profile: Profile): OpenDoctor {
  const [doctor] = useState(() => new Doctor(services))
  const from = useRef<StepId>()
  useEffect(() => doctor.open(), [doctor])
  const { url, protocolVersion, username, password } = profile
  useEffect(() => {
    doctor.start({ url, protocolVersion, username, password }, from.current)
    from.current = undefined
  }, [doctor, url, protocolVersion, username, password])
  const again = useCallback(
    () => doctor.start({ url, protocolVersion, username, password }),
    [doctor, url, protocolVersion, username, password],
  )
  const continueFromHere = useCallback(() => {
    from.current = failedStep(doctor.store.getState().results)
  }, [doctor])
  return { state: useStore(doctor.store), again, continueFromHere }
}
