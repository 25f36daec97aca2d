/** A browser shares the address. */
export const cardPicture = ''
