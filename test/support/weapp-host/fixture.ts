import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** `base.wxml` in the form Taro generates, with the few kinds of node the host's own tests need. */
const baseWxml = `<wxs module="xs" src="./utils.wxs" />
<template name="taro_tmpl">
  <template is="{{'tmpl_0_' + item.nn}}" data="{{i:item}}" wx:for="{{root.cn}}" wx:key="sid" />
</template>
<template name="tmpl_0_1">
  <view style="{{i.st}}" class="{{i.cl}}" bindtap="eh" bindlongpress="eh" aria-label="{{i.p9}}" id="{{i.uid||i.sid}}" data-sid="{{i.sid}}">
    <template is="{{'tmpl_0_' + item.nn}}" data="{{i:item}}" wx:for="{{i.cn}}" wx:key="sid" />
  </view>
</template>
<template name="tmpl_0_2">
  <view style="{{i.st}}" class="{{i.cl}}" id="{{i.uid||i.sid}}" data-sid="{{i.sid}}">
    <template is="{{'tmpl_0_' + item.nn}}" data="{{i:item}}" wx:for="{{i.cn}}" wx:key="sid" />
  </view>
</template>
<template name="tmpl_0_3">
  <input value="{{i.p1}}" placeholder="{{i.p0}}" bindinput="eh" bindconfirm="eh" style="{{i.st}}" class="{{i.cl}}" id="{{i.uid||i.sid}}" data-sid="{{i.sid}}" />
</template>
<template name="tmpl_0_4">
  <switch checked="{{xs.b(i.p0,!1)}}" bindchange="eh" style="{{i.st}}" class="{{i.cl}}" id="{{i.uid||i.sid}}" data-sid="{{i.sid}}" />
</template>
<template name="tmpl_0_5">
  <scroll-view scroll-y="{{xs.b(i.p1,!1)}}" scroll-into-view="{{i.p2}}" bindscroll="eh" bindscrolltolower="eh" style="{{i.st}}" class="{{i.cl}}" id="{{i.uid||i.sid}}" data-sid="{{i.sid}}">
    <template is="{{'tmpl_0_' + item.nn}}" data="{{i:item}}" wx:for="{{i.cn}}" wx:key="sid" />
  </scroll-view>
</template>
<template name="tmpl_0_6">
  <textarea value="{{i.p1}}" placeholder="{{i.p0}}" bindinput="eh" style="{{i.st}}" class="{{i.cl}}" id="{{i.uid||i.sid}}" data-sid="{{i.sid}}" />
</template>
<template name="tmpl_0_7">
  <text style="{{i.st}}" class="{{i.cl}}" id="{{i.uid||i.sid}}" data-sid="{{i.sid}}">
    <template is="{{'tmpl_0_' + item.nn}}" data="{{i:item}}" wx:for="{{i.cn}}" wx:key="sid" />
  </text>
</template>
<template name="tmpl_0_9"><block>{{i.v}}</block></template>
`

const utilsWxs = `module.exports = { b: function (a, b) { return a === undefined ? b : a } }`

/** A page in Taro's form: a data tree and one handler `eh` that notes what it is told in `seen`. */
const pageJs = (tree: unknown) => `
var seen = []
Page({
  data: { root: { cn: ${JSON.stringify(tree)} } },
  onLoad: function (query) {
    seen.push('load ' + JSON.stringify(query))
    if (this.exitState) seen.push('left ' + JSON.stringify(this.exitState))
  },
  onSaveExitState: function () { return { data: { seen: seen.length }, expireTimeStamp: Date.now() + 60000 } },
  onShow: function () { seen.push('show') },
  onHide: function () { seen.push('hide') },
  onUnload: function () { seen.push('unload') },
  onReady: function () { seen.push('ready') },
  seen: seen,
  eh: function (event) { seen.push(event.type + ' ' + event.currentTarget.dataset.sid + ' ' + JSON.stringify(event.detail.value)) },
})`

const appJs = `
var life = []
App({
  life: life,
  onLaunch: function (o) { life.push('launch ' + o.path) },
  onShow: function () { life.push('show') },
  onHide: function (o) { life.push('hide ' + o.reason) },
  onError: function (text) { life.push('error ' + text.split('\\n')[0]) },
})`

export interface FixtureOptions {
  /** route → its tree, in Taro's form */
  pages?: Record<string, unknown>
  app?: Record<string, unknown>
  /** more files by path, or others in place of the usual ones */
  files?: Record<string, string>
}

export interface Fixture {
  directory: string
  remove(): void
}

/** Writes a small mini-program in the form that Taro builds, for the host's own tests. */
export function writeFixture({ pages = { 'pages/a/index': [] }, app = {}, files = {} }: FixtureOptions): Fixture {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'weapp-host-'))
  const all: Record<string, string> = {
    'app.json': JSON.stringify({ pages: Object.keys(pages), ...app }),
    'app.js': appJs,
    'base.wxml': baseWxml,
    'utils.wxs': utilsWxs,
  }
  for (const [route, tree] of Object.entries(pages)) {
    const up = '../'.repeat(route.split('/').length - 1)
    all[`${route}.js`] = pageJs(tree)
    all[`${route}.json`] = '{}'
    all[`${route}.wxml`] = `<import src="${up}base.wxml"/>\n<template is="taro_tmpl" data="{{root:root}}" />`
  }
  for (const [file, text] of Object.entries({ ...all, ...files })) {
    const target = path.join(directory, file)
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.writeFileSync(target, text)
  }
  return { directory, remove: () => fs.rmSync(directory, { recursive: true, force: true }) }
}
