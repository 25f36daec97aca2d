/** The build puts in its address. */
declare module '*.png' {
  const url: string
  export default url
}
