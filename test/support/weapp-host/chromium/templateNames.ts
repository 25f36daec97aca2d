/** Templates of the stand-ins for built-in components: with children, and without. */
export const slotTemplate = '__slot'
export const emptyTemplate = '__empty'
