import type { Shell } from '../shell'
import { ApiFailure } from './asyncApi'
import type { WxContext } from './context'

/** After a refusal nothing is asked for so long. */
const quietMs = 10_000

/**
 * What WeChat gives only to who has agreed to the privacy guide, asked at the call by a dialog of its own.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
export class PrivacyGuide {
  private isAgreed = false
  private refusedAt = -Infinity

  constructor(
    private readonly context: Pick<WxContext, 'bundle' | 'clock'>,
    private readonly shell: Shell,
    private readonly options: { undeclared?: readonly string[] } | undefined,
  ) {}

  /** @throws ApiFailure when it is refused */
  async ask(api: string): Promise<void> {
    const { bundle, clock } = this.context
    if (!this.options || !bundle.app.__usePrivacyCheck__) return
    if (this.options.undeclared?.includes(api)) {
      throw new ApiFailure('api scope is not declared in the privacy agreement', 112)
    }
    if (this.isAgreed) return
    if (clock.now() - this.refusedAt >= quietMs) {
      const question = { kind: 'modal', title: '用户隐私保护提示', content: '', buttons: ['同意', '拒绝'] } as const
      this.isAgreed = (await this.shell.ask(question)) === 0
      if (this.isAgreed) return
      this.refusedAt = clock.now()
    }
    throw new ApiFailure('privacy permission is not authorized', 104)
  }
}
