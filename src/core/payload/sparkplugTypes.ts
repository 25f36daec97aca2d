/** Data types of Sparkplug 3.0 §6.4.16, by number. */
export const dataTypes = [
  'Unknown',
  'Int8',
  'Int16',
  'Int32',
  'Int64',
  'UInt8',
  'UInt16',
  'UInt32',
  'UInt64',
  'Float',
  'Double',
  'Boolean',
  'String',
  'DateTime',
  'Text',
  'UUID',
  'DataSet',
  'Bytes',
  'File',
  'Template',
  'PropertySet',
  'PropertySetList',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Int64Array',
  'UInt8Array',
  'UInt16Array',
  'UInt32Array',
  'UInt64Array',
  'FloatArray',
  'DoubleArray',
  'BooleanArray',
  'StringArray',
  'DateTimeArray',
]

/** `Int32` for 3; a number that no version has says itself. */
export function dataTypeName(type: number | undefined): string | undefined {
  return type === undefined ? undefined : (dataTypes[type] ?? `type ${type}`)
}

/** The parts of a Sparkplug topic (Sparkplug 3.0 §4). */
export interface SparkplugTopic {
  groupId?: string
  /** NBIRTH, NDATA, NDEATH, NCMD, DBIRTH, DDATA, DDEATH, DCMD or STATE */
  messageType: string
  edgeNodeId?: string
  deviceId?: string
  /** of STATE, whose payload is JSON */
  hostId?: string
}

/** @returns undefined when the topic is none of Sparkplug B */
export function parseSparkplugTopic(topic: string): SparkplugTopic | undefined {
  const [namespace, ...levels] = topic.split('/')
  if (namespace !== 'spBv1.0') return undefined
  const [first = '', second = '', third = '', fourth] = levels
  if (first === 'STATE') return levels.length === 2 ? { messageType: 'STATE', hostId: second } : undefined
  const isOfDevice = /^D(BIRTH|DATA|DEATH|CMD)$/.test(second)
  if (!isOfDevice && !/^N(BIRTH|DATA|DEATH|CMD)$/.test(second)) return undefined
  if (levels.length !== (isOfDevice ? 4 : 3)) return undefined
  const node = { groupId: first, messageType: second, edgeNodeId: third }
  return isOfDevice && fourth !== undefined ? { ...node, deviceId: fourth } : node
}

/** The topics whose birth names the aliases of a data message: the device's own, and the node's. */
export function birthTopicsOf({ groupId, edgeNodeId, deviceId }: SparkplugTopic): string[] {
  if (groupId === undefined || edgeNodeId === undefined) return []
  const ofNode = `spBv1.0/${groupId}/NBIRTH/${edgeNodeId}`
  return deviceId === undefined ? [ofNode] : [`spBv1.0/${groupId}/DBIRTH/${edgeNodeId}/${deviceId}`, ofNode]
}
