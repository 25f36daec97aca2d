/** WeChat lets an app ask only the request domains of its publisher: no broker is among them. */
export function answersHttp(_url: string, _timeoutMs: number): Promise<boolean | undefined> {
  return Promise.resolve(undefined)
}
