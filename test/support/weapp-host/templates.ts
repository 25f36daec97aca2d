/** What `base.wxml` says of one kind of node: Taro's trees name kinds and properties by short aliases (`nn`, `p0` …). */
export interface NodeTemplate {
  readonly tag: string
  /** bound events and how: `tap` → `bind` */
  readonly events: Readonly<Record<string, 'bind' | 'catch'>>
  /** property name in the template → its key in the node */
  readonly properties: Readonly<Record<string, string>>
}

/**
 * Reads the templates Taro generated. A node without handlers gets a template without bindings, so that what a tree can be
 * told is known from here alone.
 */
export function readNodeTemplates(baseWxml: string): ReadonlyMap<string, NodeTemplate> {
  const templates = new Map<string, NodeTemplate>()
  // only level 0: deeper levels repeat it
  for (const [, name = '', tag = '', attributes = ''] of baseWxml.matchAll(
    /<template name="tmpl_0_([^"]+)">\s*<([a-z-]+)([^>]*)>/g,
  )) {
    const alias = name.replace(/_(focus|blur)$/, '')
    const template = { tag, events: readEvents(attributes), properties: readProperties(attributes) }
    // a field has two templates, with and without focus; the one without binds the same events
    if (tag !== 'template' && !templates.has(alias)) templates.set(alias, template)
  }
  return templates
}

function readEvents(attributes: string): NodeTemplate['events'] {
  const events: Record<string, 'bind' | 'catch'> = {}
  for (const [, how, type = ''] of attributes.matchAll(/\b(bind|catch):?([a-z]+)="eh"/g)) {
    events[type] = how === 'catch' ? 'catch' : 'bind'
  }
  return events
}

function readProperties(attributes: string): NodeTemplate['properties'] {
  const properties: Record<string, string> = {}
  for (const [, name = '', key = ''] of attributes.matchAll(/([a-z-]+)="\{\{[^}"]*?\bi\.([a-zA-Z]\w*)/g)) {
    properties[name] = key
  }
  return properties
}
