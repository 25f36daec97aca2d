import { conversationOf, conversationUrl } from './link'

/** As both platforms hand it over: cut at `&` and `=`, nothing decoded. */
function paramsOf(url: string): Record<string, string> {
  const params: Record<string, string> = {}
  for (const pair of (url.split('?')[1] ?? '').split('&')) {
    const [name = '', ...value] = pair.split('=')
    params[name] = value.join('=')
  }
  return params
}

describe('the address of a conversation', () => {
  it.each([
    { id: 'p1', filters: [] },
    { id: 'p1', filters: ['site/+/temp'] },
    { id: 'a&b=c', filters: ['温室/#', '100%/a,b', '$share/g/x?y=1', '$SYS/#'] },
  ])('brings back $id with $filters', ({ id, filters }) => {
    expect(conversationOf(paramsOf(conversationUrl(id, filters)))).toEqual({ profileId: id, filters })
  })

  it('typed by hand is read as it stands, and what is no filter is left out', () => {
    expect(conversationOf({ profile: 'p%', filter: 'a/#/b%0Aa/+' })).toEqual({ profileId: 'p%', filters: ['a/+'] })
    expect(conversationOf({})).toEqual({ profileId: '', filters: [] })
  })
})
