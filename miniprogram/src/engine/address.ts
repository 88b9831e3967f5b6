/** What the address of an engine's page says. */
import { RESOURCES, type ResourceName } from '@/actions/resources'
import type { Params } from './call'
import { isOperation, operation, type Operation } from './document'

/** How often the router encodes a query differs by platform and by how the page was opened. */
export function decoded(text: string | undefined): string {
  let now = text ?? ''
  for (let i = 0; i < 3 && /%[0-9A-F]{2}/i.test(now) && !/^[{[]/.test(now); i += 1) {
    try {
      now = decodeURIComponent(now)
    } catch {
      return now
    }
  }
  return now
}

export function paramsIn(text: string | undefined): Params {
  try {
    return text ? (JSON.parse(decoded(text)) as Params) : {}
  } catch {
    return {}
  }
}

/** The reading operation that `op`, or `resource` with or without `id`, means. */
export function opened(q: Record<string, string>): { op: Operation; params: Params; title: string } | undefined {
  const params = paramsIn(q.params)
  const title = decoded(q.title)
  if (q.op && isOperation(q.op)) {
    const op = operation(q.op)
    return op.method === 'GET' ? { op, params, title } : undefined
  }
  if (!q.resource || !(q.resource in RESOURCES)) return undefined
  const resource: { get: Operation['id']; id: string; list?: Operation['id'] } = RESOURCES[q.resource as ResourceName]
  if (q.id) return { op: operation(resource.get), params: { ...params, [resource.id]: q.id }, title }
  if (!resource.list) return undefined
  const filters = Object.fromEntries(Object.entries(q).filter(([k]) => !['resource', 'params', 'title'].includes(k)))
  return { op: operation(resource.list), params: { ...params, ...filters }, title }
}
