import type { PageConfig } from '../bundle'
import type { PageStack } from '../pages'
import type { Shell } from '../shell'
import type { Renderer, SelectorRequest } from '../view/renderer'
import { ApiFailure, asyncApi, type ApiBody } from './asyncApi'
import { canvasNode, type FoundCanvas } from './canvas'
import type { WxContext, WxFunctions } from './context'

/** Routes, the navigation bar, scrolling and selector queries: what concerns the pages. */
export function navigationApi(
  context: WxContext,
  pages: () => PageStack,
  renderer: Renderer,
  shell: Shell,
): WxFunctions {
  const api = (name: string, body: ApiBody) => asyncApi(context, name, body)
  return {
    // each route's page is cited at the method it calls
    navigateTo: api('navigateTo', ({ url }) => pages().navigateTo(String(url))),
    redirectTo: api('redirectTo', ({ url }) => pages().redirectTo(String(url))),
    reLaunch: api('reLaunch', ({ url }) => pages().reLaunch(String(url))),
    switchTab: api('switchTab', ({ url }) => pages().switchTab(String(url))),
    navigateBack: api('navigateBack', ({ delta }) => leave(pages(), shell, Number(delta ?? 1))),
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.enableAlertBeforeUnload.html
    enableAlertBeforeUnload: api('enableAlertBeforeUnload', ({ message }) => pages().askBeforeLeaving(String(message))),
    disableAlertBeforeUnload: api('disableAlertBeforeUnload', () => pages().askBeforeLeaving(undefined)),
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/navigation-bar/wx.setNavigationBarTitle.html
    setNavigationBarTitle: api('setNavigationBarTitle', ({ title }) =>
      pages().configureTop({ navigationBarTitleText: String(title) }),
    ),
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/navigation-bar/wx.setNavigationBarColor.html
    setNavigationBarColor: api('setNavigationBarColor', (options) => pages().configureTop(barColours(options))),
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/background/wx.setBackgroundColor.html
    setBackgroundColor: api('setBackgroundColor', () => undefined),
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/scroll/wx.pageScrollTo.html
    pageScrollTo: api('pageScrollTo', ({ scrollTop }) => {
      const page = pages().top
      return page ? renderer.scrollPage(page.id, Number(scrollTop ?? 0)) : undefined
    }),
    stopPullDownRefresh: api('stopPullDownRefresh', () => undefined),
    createSelectorQuery: () => createSelectorQuery(context, renderer, () => pages().top?.id),
  }
}

/** Back, by the bar's arrow or by a button of the page's own; a page may have the person asked first. */
export async function leave(pages: PageStack, shell: Shell, delta: number): Promise<void> {
  const question = pages.top?.leavingQuestion
  if (question !== undefined && pages.state().depth > 1) {
    const pressed = await shell.ask({ kind: 'modal', title: '', content: question, buttons: ['确定', '取消'] })
    if (pressed !== 0) throw new ApiFailure('cancel')
  }
  pages.navigateBack(delta)
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/wxml/wx.createSelectorQuery.html */
export function createSelectorQuery(context: WxContext, renderer: Renderer, pageId: () => number | undefined): object {
  const requests: SelectorRequest[] = []
  const callbacks: unknown[] = []
  let chosen = { selector: '', isAll: false, isViewport: false }
  const ask = (kind: SelectorRequest['kind']) => (callback?: unknown) => {
    requests.push({ ...chosen, kind })
    callbacks.push(callback)
    return query
  }
  const choose = (isAll: boolean) => (selector: string) => {
    chosen = { selector, isAll, isViewport: false }
    return node
  }
  const node = { boundingClientRect: ask('boundingClientRect'), scrollOffset: ask('scrollOffset'), node: ask('node') }
  const query = {
    in: () => query,
    select: choose(false),
    selectAll: choose(true),
    selectViewport: () => {
      chosen = { selector: '', isAll: false, isViewport: true }
      return node
    },
    exec: (callback?: unknown) => {
      void answerAll(context, renderer, pageId(), requests, callbacks, callback)
      return query
    },
  }
  return query
}

async function answerAll(
  context: WxContext,
  renderer: Renderer,
  pageId: number | undefined,
  requests: readonly SelectorRequest[],
  callbacks: readonly unknown[],
  all: unknown,
): Promise<void> {
  const answers = pageId === undefined ? requests.map(() => null) : await renderer.query(pageId, requests)
  const results = answers.map((result, at) =>
    requests[at]?.kind === 'node' && pageId !== undefined ? nodeOf(context, renderer, pageId, result) : result,
  )
  context.clock.post(() => {
    results.forEach((result, at) => context.realm.call(callbacks[at], undefined, result))
    context.realm.call(all, undefined, results)
  })
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/wxml/NodesRef.node.html: of canvases only */
function nodeOf(context: WxContext, renderer: Renderer, pageId: number, result: unknown): unknown {
  const found = result as (FoundCanvas & { isCanvas: boolean }) | null
  return found?.isCanvas ? { node: canvasNode(context, renderer, pageId, found) } : null
}

function barColours({ frontColor, backgroundColor }: Record<string, unknown>): PageConfig {
  return {
    navigationBarTextStyle: frontColor === '#ffffff' ? 'white' : 'black',
    navigationBarBackgroundColor: String(backgroundColor),
  }
}
