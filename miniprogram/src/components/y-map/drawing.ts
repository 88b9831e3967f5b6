/** A map as SVG text: the browser shows it in the page, WeChat (which draws no SVG) as a picture made of it. Pure. */
import { convert, gather, metresPerUnit, project, ringsOf, scaleBar, screen, simplify, type DatumCode, type Group, type Size, type View, type XY } from './geo'

export type Tone = 'good' | 'warn' | 'bad' | 'plain'
export interface Area {
  id: string
  geometry: unknown
  datum?: DatumCode
  /** `ground`: a border to find one's way by; `allowed`: where somebody may be; `closed`: where they may not. */
  kind: 'ground' | 'allowed' | 'closed'
}
export interface Spot {
  id: string
  longitude: number
  latitude: number
  datum?: DatumCode
  accuracy_m?: number | null
  tone?: Tone
  label: string
  note?: string
  /** What is read where the colour is not seen. */
  mark?: string
}
export interface Placed extends XY {
  spot: Spot
}

/** A picture knows no CSS variables: the colours of tokens.css. */
const INK = '#1b2430'
const TONES: Record<Tone, string> = { good: '#0d6b3f', warn: '#8a4b00', bad: '#a51d24', plain: '#0b4a8f' }
const AREAS = {
  ground: { fill: '#ffffff', stroke: '#7b8794', width: 1.5, dash: '' },
  allowed: { fill: '#0d6b3f22', stroke: '#0d6b3f', width: 2, dash: '' },
  closed: { fill: '#a51d2422', stroke: '#a51d24', width: 2, dash: '6 4' },
}
const NEAR_PX = 30

/** Rings of the areas in the plane of the map. */
export function outlines(areas: readonly Area[], datum: DatumCode): { kind: Area['kind']; rings: XY[][] }[] {
  return areas.map((a) => ({ kind: a.kind, rings: ringsOf(a.geometry).map((ring) => ring.map((c) => project(convert(c, a.datum ?? 'wgs84', datum)))) }))
}

export const place = (spot: Spot, datum: DatumCode): XY => project(convert([spot.longitude, spot.latitude], spot.datum ?? 'wgs84', datum))

export function groups(spots: readonly Spot[], view: View, size: Size, datum: DatumCode): Group<Placed>[] {
  return gather(
    spots.map((spot) => ({ spot, ...screen(place(spot, datum), view, size) })),
    NEAR_PX,
  )
}

export interface Scene {
  areas: { kind: Area['kind']; rings: XY[][] }[]
  groups: readonly Group<Placed>[]
  chosen: string
  view: View
  size: Size
  bare: boolean
  words: (metres: number) => string
}

export function drawing(scene: Scene): string {
  const { size, view } = scene
  const shapes = [...scene.areas]
    .sort((a, b) => Number(a.kind !== 'ground') - Number(b.kind !== 'ground'))
    .map((area) => outline(area, view, size, scene.bare))
  const marks = [...scene.groups].sort((a, b) => Number(holds(a, scene.chosen)) - Number(holds(b, scene.chosen)))
  const few = marks.length <= 14
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui,sans-serif">`,
    scene.bare ? '' : `<rect width="100%" height="100%" fill="#e6ebf0"/>`,
    ...shapes,
    ...marks.map((g) => accuracy(g, scene)),
    ...marks.map((g) => mark(g, holds(g, scene.chosen), few)),
    bar(scene),
    '</svg>',
  ].join('')
}

const holds = (g: Group<Placed>, id: string): boolean => g.members.some((m) => m.spot.id === id)
const n = (value: number): string => value.toFixed(1)

function outline(area: { kind: Area['kind']; rings: XY[][] }, view: View, size: Size, bare: boolean): string {
  const style = AREAS[area.kind]
  const path = area.rings
    .map((ring) => simplify(ring.map((p) => screen(p, view, size)), 0.7))
    .filter((ring) => ring.length > 2)
    .map((ring) => `M${ring.map((p) => `${n(p.x)} ${n(p.y)}`).join('L')}Z`)
    .join('')
  const fill = bare && area.kind === 'ground' ? 'none' : style.fill
  return `<path d="${path}" fill="${fill}" fill-rule="evenodd" stroke="${style.stroke}" stroke-width="${style.width}" stroke-dasharray="${style.dash}"/>`
}

/** How far the true place may be from the fix: drawn for the one that was chosen, and where there is only one. */
function accuracy(g: Group<Placed>, { chosen, view, groups: all }: Scene): string {
  const spot = g.members.find((m) => m.spot.id === chosen)?.spot ?? (all.length === 1 ? g.members[0].spot : undefined)
  if (!spot?.accuracy_m) return ''
  const radius = (spot.accuracy_m / metresPerUnit(view.y)) * view.scale
  return `<circle cx="${n(g.x)}" cy="${n(g.y)}" r="${n(Math.min(radius, 4000))}" fill="${TONES[spot.tone ?? 'plain']}22" stroke="${TONES[spot.tone ?? 'plain']}" stroke-dasharray="3 3"/>`
}

const WORST: Tone[] = ['bad', 'warn', 'plain', 'good']

function mark(g: Group<Placed>, chosen: boolean, named: boolean): string {
  const tone = WORST.find((t) => g.members.some((m) => (m.spot.tone ?? 'plain') === t)) ?? 'plain'
  const colour = TONES[tone]
  const ring = chosen ? `<circle cx="${n(g.x)}" cy="${n(g.y)}" r="19" fill="none" stroke="${INK}" stroke-width="3"/>` : ''
  const edge = `fill="${colour}" stroke="#ffffff" stroke-width="2"`
  if (g.members.length > 1) {
    const text = `<text x="${n(g.x)}" y="${n(g.y + 5)}" text-anchor="middle" font-size="14" font-weight="700" fill="#ffffff">${g.members.length}</text>`
    return `${ring}<circle cx="${n(g.x)}" cy="${n(g.y)}" r="15" ${edge}/>${text}`
  }
  return `${ring}${shape(tone, g.x, g.y, edge)}${named || chosen ? name(g) : ''}`
}

/** Each tone has a shape of its own, for who does not tell the colours apart. */
function shape(tone: Tone, x: number, y: number, edge: string): string {
  if (tone === 'bad') return `<path d="M${n(x)} ${n(y - 11)}L${n(x + 11)} ${n(y + 8)}L${n(x - 11)} ${n(y + 8)}Z" ${edge}/>`
  if (tone === 'warn') return `<rect x="${n(x - 8)}" y="${n(y - 8)}" width="16" height="16" ${edge}/>`
  return `<circle cx="${n(x)}" cy="${n(y)}" r="9" ${edge}/>`
}

function name(g: Group<Placed>): string {
  const words = g.members[0].spot.label
  const text = escaped(words.length > 8 ? `${words.slice(0, 7)}…` : words)
  const style = `x="${n(g.x)}" y="${n(g.y + 25)}" text-anchor="middle" font-size="13" font-weight="600"`
  return `<text ${style} fill="${INK}" stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke">${text}</text>`
}

function bar({ view, size, words }: Scene): string {
  const { metres, width } = scaleBar(view)
  const y = size.height - 14
  return `<path d="M14 ${y - 6}V${y}H${n(14 + width)}V${y - 6}" fill="none" stroke="${INK}" stroke-width="2"/><text x="18" y="${y - 8}" font-size="13" fill="${INK}" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escaped(words(metres))}</text>`
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

/** For an `image`: WeChat reads no unescaped `#`. */
export const picture = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`
