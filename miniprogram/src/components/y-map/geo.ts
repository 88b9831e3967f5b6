/** Geometry of a map on a small screen, pure: datums, the plane of web tiles, outlines made simple, points gathered. */

export type LonLat = readonly [number, number]
export interface XY {
  x: number
  y: number
}
export type DatumCode = 'wgs84' | 'gcj02'
/** Where the map looks: the middle, in the plane, and pixels per width of the world. */
export interface View extends XY {
  scale: number
}
export interface Size {
  width: number
  height: number
}

const EARTH_M = 40_075_016.686
const A = 6378245
const EE = 0.006693421622965943
const RAD = Math.PI / 180

function shifted(lon: number, lat: number): LonLat {
  const x = lon - 105
  const y = lat - 35
  const wave = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3)
  let dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + wave
  dLat += ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3
  dLat += ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3
  let dLon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + wave
  dLon += ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3
  dLon += ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3
  const magic = 1 - EE * Math.sin(lat * RAD) ** 2
  const root = Math.sqrt(magic)
  return [lon + (dLon * 180) / ((A / root) * Math.cos(lat * RAD) * Math.PI), lat + (dLat * 180) / (((A * (1 - EE)) / (magic * root)) * Math.PI)]
}

const inChina = ([lon, lat]: LonLat): boolean => lon > 72 && lon < 138 && lat > 0.8 && lat < 56

/** The same place in another datum; outside China both are one. */
export function convert(place: LonLat, from: DatumCode, to: DatumCode): LonLat {
  if (from === to || !inChina(place)) return place
  if (to === 'gcj02') return shifted(place[0], place[1])
  let [lon, lat] = place
  for (let i = 0; i < 3; i += 1) {
    const [lon2, lat2] = shifted(lon, lat)
    lon += place[0] - lon2
    lat += place[1] - lat2
  }
  return [lon, lat]
}

/** Web Mercator, the whole world in one square of side 1, so that tiles of a server fit beneath. */
export function project([lon, lat]: LonLat): XY {
  const sin = Math.sin(lat * RAD)
  return { x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) }
}

export const metresPerUnit = (y: number): number => {
  const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * y)))
  return EARTH_M * Math.cos(lat)
}

/** Every outer ring and hole of a GeoJSON polygon, whatever it is wrapped in. */
export function ringsOf(geometry: unknown): LonLat[][] {
  if (typeof geometry !== 'object' || geometry === null) return []
  const g = geometry as { type?: string; coordinates?: unknown; geometry?: unknown; features?: unknown[]; geometries?: unknown[] }
  if (g.type === 'Polygon') return g.coordinates as LonLat[][]
  if (g.type === 'MultiPolygon') return (g.coordinates as LonLat[][][]).flat()
  if (g.type === 'Feature') return ringsOf(g.geometry)
  return (g.features ?? g.geometries ?? []).flatMap(ringsOf)
}

/** Leaves out what nobody sees (Douglas and Peucker), without recursion: outlines have thousands of corners. */
export function simplify(line: readonly XY[], tolerance: number): XY[] {
  if (line.length < 3) return [...line]
  const keep = new Set([0, line.length - 1])
  const spans: [number, number][] = [[0, line.length - 1]]
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span
    let far = 0
    let at = -1
    for (let i = from + 1; i < to; i += 1) {
      const d = away(line[i], line[from], line[to])
      if (d > far) [far, at] = [d, i]
    }
    if (at > 0 && far > tolerance) {
      keep.add(at)
      spans.push([from, at], [at, to])
    }
  }
  return line.filter((_, i) => keep.has(i))
}

function away(p: XY, a: XY, b: XY): number {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length))
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy)
}

const CLOSEST_M = 1500

/** The view that shows all of `points` with a margin; never nearer than 1.5 km across. */
export function fit(points: readonly XY[], size: Size, margin = 34): View {
  if (points.length === 0) return { ...project([104, 35]), scale: size.width * 8 }
  const xs = points.map((p) => p.x)
  const ys = points.map((p) => p.y)
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 }
  const least = CLOSEST_M / metresPerUnit(middle.y)
  const scale = Math.min((size.width - margin * 2) / Math.max(right - left, least), (size.height - margin * 2) / Math.max(bottom - top, least))
  return { ...middle, scale }
}

export const screen = (p: XY, view: View, size: Size): XY => ({
  x: (p.x - view.x) * view.scale + size.width / 2,
  y: (p.y - view.y) * view.scale + size.height / 2,
})

/** Zoom about a point of the screen, which stays where it is. */
export function zoomed(view: View, by: number, at: XY, size: Size): View {
  const scale = Math.min(Math.max(view.scale * by, 400), 256 * 2 ** 19)
  const k = 1 / view.scale - 1 / scale
  return { scale, x: view.x + (at.x - size.width / 2) * k, y: view.y + (at.y - size.height / 2) * k }
}

export interface Group<T> extends XY {
  members: T[]
}

/** Points nearer to one another than `radius` pixels, drawn as one. */
export function gather<T extends XY>(points: readonly T[], radius: number): Group<T>[] {
  const cells = new Map<string, Group<T>[]>()
  const groups: Group<T>[] = []
  for (const p of points) {
    const [cx, cy] = [Math.floor(p.x / radius), Math.floor(p.y / radius)]
    let home: Group<T> | undefined
    for (let dx = -1; dx <= 1; dx += 1)
      for (let dy = -1; dy <= 1; dy += 1)
        home ??= cells.get(`${cx + dx},${cy + dy}`)?.find((g) => Math.hypot(g.x - p.x, g.y - p.y) < radius)
    if (home) home.members.push(p)
    else {
      const made = { x: p.x, y: p.y, members: [p] }
      groups.push(made)
      cells.set(`${cx},${cy}`, [...(cells.get(`${cx},${cy}`) ?? []), made])
    }
  }
  for (const g of groups) {
    g.x = g.members.reduce((sum, m) => sum + m.x, 0) / g.members.length
    g.y = g.members.reduce((sum, m) => sum + m.y, 0) / g.members.length
  }
  return groups
}

/** A round length for the scale bar, and its width. */
export function scaleBar(view: View, most = 110): { metres: number; width: number } {
  const perPixel = metresPerUnit(view.y) / view.scale
  const wanted = most * perPixel
  const power = 10 ** Math.floor(Math.log10(wanted))
  const metres = ([5, 2, 1].find((n) => n * power <= wanted) ?? 1) * power
  return { metres, width: metres / perPixel }
}

export interface Tile extends XY {
  z: number
  column: number
  row: number
  side: number
}

/** The tiles of a server that cover the view, and where they lie on the screen. */
export function tiles(view: View, size: Size): Tile[] {
  const z = Math.max(3, Math.min(18, Math.round(Math.log2(view.scale / 256))))
  const count = 2 ** z
  const side = view.scale / count
  const first = (middle: number, length: number) => Math.floor((middle - length / 2 / view.scale) * count)
  const last = (middle: number, length: number) => Math.floor((middle + length / 2 / view.scale) * count)
  const found: Tile[] = []
  for (let column = first(view.x, size.width); column <= last(view.x, size.width); column += 1)
    for (let row = Math.max(0, first(view.y, size.height)); row <= Math.min(count - 1, last(view.y, size.height)); row += 1) {
      const at = screen({ x: column / count, y: row / count }, view, size)
      found.push({ z, column: ((column % count) + count) % count, row, side, ...at })
    }
  return found
}
