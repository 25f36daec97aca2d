/** How the built-in components look by default, as far as their documentation and eyes tell; and WeChat's own chrome. */
export const builtinStyles = `
* { -webkit-tap-highlight-color: transparent; box-sizing: content-box }
html, body { margin: 0; height: 100%; overflow: hidden; background: var(--window, #fff);
  font: 16px/1.4 -apple-system, "PingFang SC", "Noto Sans CJK SC", "Noto Sans", Helvetica, Arial, sans-serif }
.frame { position: fixed; inset: 0; transform: translateZ(0) }
.frame[hidden] { display: none }
.frame.below-bar { top: var(--bar) }
.scroller { height: 100%; overflow-y: auto }
wx-page { display: flow-root; min-height: 100% }
wx-view, wx-form, wx-cover-view, wx-swiper, wx-swiper-item, wx-picker { display: block }
wx-view[hidden] { display: none }
wx-text { display: inline; white-space-collapse: preserve-breaks }
wx-root-portal { display: contents }
wx-page-meta { display: none }
wx-image { display: inline-block; width: 320px; height: 240px; overflow: hidden }
wx-image img { width: 100%; height: 100%; display: block }
wx-canvas { display: block; position: relative; width: 300px; height: 150px }
wx-canvas canvas { position: absolute; inset: 0; width: 100%; height: 100% }
wx-scroll-view { display: block; width: 100% }
wx-button { position: relative; display: block; margin-left: auto; margin-right: auto; padding-left: 14px; padding-right: 14px;
  box-sizing: border-box; font-size: 18px; text-align: center; line-height: 2.55555556; border-radius: 5px; overflow: hidden;
  color: #000; background-color: #f8f8f8 }
wx-button::after { content: " "; width: 200%; height: 200%; position: absolute; top: 0; left: 0; box-sizing: border-box;
  border: 1px solid rgba(0, 0, 0, .2); border-radius: 10px; transform: scale(.5); transform-origin: 0 0; pointer-events: none }
wx-button[type=primary] { color: #fff; background-color: #07c160 }
wx-button[type=warn] { color: #fff; background-color: #e64340 }
wx-button[plain] { background: transparent }
wx-button[size=mini] { display: inline-block; line-height: 2.3; font-size: 13px; padding: 0 1.34em }
wx-button[disabled] { opacity: .5; pointer-events: none }
wx-input { display: block; height: 1.4em; min-height: 1.4em; overflow: hidden }
wx-textarea { display: block; width: 300px; height: 150px }
.native { width: 100%; height: 100%; border: 0; padding: 0; margin: 0; outline: 0; background: none; font: inherit;
  color: inherit; text-align: inherit; letter-spacing: inherit; box-sizing: border-box; resize: none; display: block }
wx-textarea[auto-height] { height: auto }
wx-textarea[auto-height] .native { field-sizing: content; height: auto; min-height: 1lh; overflow: hidden }
.native::placeholder { color: transparent }
wx-input, wx-textarea { position: relative }
.native-placeholder { position: absolute; inset: 0; padding: inherit; box-sizing: border-box; color: #808080; pointer-events: none;
  white-space: nowrap; overflow: hidden; display: none }
.native:placeholder-shown + .native-placeholder { display: grid }
wx-input > .native-placeholder { align-items: center }
.native-placeholder::before { content: attr(data-words) }
wx-switch { display: inline-block; width: 52px; height: 32px; border-radius: 16px; background: #e5e5e5; position: relative;
  vertical-align: middle }
wx-switch::after { content: ""; position: absolute; left: 1px; top: 1px; width: 30px; height: 30px; border-radius: 50%;
  background: #fff; box-shadow: 0 1px 3px rgba(0, 0, 0, .4) }
wx-switch[aria-checked=true] { background: var(--switch, #04be02) }
wx-switch[aria-checked=true]::after { left: 21px }
#capsule { position: fixed; z-index: 60; box-sizing: border-box; border: 1px solid rgba(127, 127, 127, .4); border-radius: 16px;
  background: rgba(255, 255, 255, .6); pointer-events: none }
#capsule::before { content: "•••"; position: absolute; left: 13px; top: 7px; font: 700 14px/16px sans-serif; color: #000 }
#capsule::after { content: "◉"; position: absolute; right: 13px; top: 5px; font: 18px/20px sans-serif; color: #000 }
@media (prefers-color-scheme: dark) {
  #capsule { border-color: rgba(255, 255, 255, .25); background: rgba(0, 0, 0, .15) }
  #capsule::before, #capsule::after { color: #fff }
}
#navigation { position: fixed; top: 0; left: 0; right: 0; z-index: 50; box-sizing: border-box; height: var(--bar);
  padding-top: calc(var(--bar) - 44px); line-height: 44px; text-align: center; font-weight: 500; font-size: 17px }
#navigation[hidden] { display: none }
#navigation .back { position: absolute; left: 8px; bottom: 0; width: 40px; height: 44px; border: 0; background: none;
  color: inherit; font-size: 24px }
#shell .mask { position: fixed; inset: 0; background: rgba(0, 0, 0, .5); z-index: 100 }
#shell .dialog { position: absolute; left: 50%; top: 50%; width: 300px; transform: translate(-50%, -50%); background: #fff;
  border-radius: 12px; text-align: center; color: #000; overflow: hidden }
#shell .sheet { position: absolute; left: 0; right: 0; bottom: 0; background: #fff; border-radius: 12px 12px 0 0; color: #000 }
#shell .title { margin: 24px 24px 8px; font-size: 17px; font-weight: 500 }
#shell .content { margin: 0 24px 24px; color: #808080 }
#shell .buttons { display: flex; flex-direction: row-reverse; border-top: 1px solid #eee }
#shell .sheet .buttons { flex-direction: column }
#shell button { flex: 1; min-height: 52px; border: 0; background: none; font-size: 17px; color: #576b95 }
#shell .toast { position: fixed; left: 50%; top: 45%; transform: translate(-50%, -50%); z-index: 120; max-width: 70%;
  background: rgba(17, 17, 17, .75); color: #fff; padding: 16px 22px; border-radius: 8px; font-size: 15px }
`
