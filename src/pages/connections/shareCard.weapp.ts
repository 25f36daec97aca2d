/** Without one WeChat would show the page: names of connections and what came last. */
export { default as cardPicture } from './assets/card.png'
