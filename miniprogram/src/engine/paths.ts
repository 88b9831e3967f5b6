/** Values inside a form by path: `holidays.0.name`. */

export type Value = string | number | boolean | null | undefined | Value[] | Tree
export interface Tree {
  [name: string]: Value
}

export function at(tree: Value, path: string): Value {
  let here: Value = tree
  for (const step of path === '' ? [] : path.split('.')) {
    if (typeof here !== 'object' || here === null) return undefined
    here = Array.isArray(here) ? here[Number(step)] : here[step]
  }
  return here
}

/** Sets a value, making the objects and lists on the way. */
export function put(tree: Tree, path: string, value: Value): void {
  const steps = path.split('.')
  let here: Tree | Value[] = tree
  steps.forEach((step, i) => {
    const last = i === steps.length - 1
    const next: Value = last ? value : (at(here, step) ?? (/^\d+$/.test(steps[i + 1]) ? [] : {}))
    if (Array.isArray(here)) here[Number(step)] = next
    else here[step] = next
    if (!last) here = (Array.isArray(here) ? here[Number(step)] : here[step]) as Tree | Value[]
  })
}

export function under(path: string, step: string | number): string {
  return path === '' ? String(step) : `${path}.${step}`
}

export function isTree(value: Value): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function blank(value: Value): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
