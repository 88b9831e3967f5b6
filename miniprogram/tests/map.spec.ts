import { describe, expect, it } from 'vitest'
import { drawing, groups, outlines, picture, type Spot } from '@/components/y-map/drawing'
import { convert, fit, gather, metresPerUnit, project, ringsOf, scaleBar, screen, simplify, tiles, zoomed } from '@/components/y-map/geo'

const SIZE = { width: 390, height: 340 }
const RING = [[119.3, 30.1], [119.5, 30.1], [119.5, 30.3], [119.3, 30.3], [119.3, 30.1]]
const spot = (id: string, longitude: number, latitude: number): Spot => ({ id, longitude, latitude, label: id })

describe('geometry', () => {
  it('goes to the domestic datum and back within a decimetre', () => {
    const there = convert([119.4, 30.19], 'wgs84', 'gcj02')
    expect(Math.hypot(there[0] - 119.4, there[1] - 30.19)).toBeGreaterThan(0.002)
    const back = convert(there, 'gcj02', 'wgs84')
    expect(back[0]).toBeCloseTo(119.4, 6)
    expect(back[1]).toBeCloseTo(30.19, 6)
  })
  it('leaves places abroad where they are', () => {
    expect(convert([2.35, 48.85], 'wgs84', 'gcj02')).toEqual([2.35, 48.85])
  })
  it('puts north above and keeps lengths true', () => {
    const [a, b] = [project([119.4, 30.19]), project([119.4, 30.2])]
    expect(b.y).toBeLessThan(a.y)
    expect((a.y - b.y) * metresPerUnit(a.y)).toBeCloseTo(1113, -1)
  })
  it('reads every wrapping of a polygon', () => {
    const polygon = { type: 'Polygon', coordinates: [RING] }
    const feature = { type: 'Feature', geometry: { type: 'MultiPolygon', coordinates: [[RING], [RING]] } }
    expect(ringsOf({ type: 'FeatureCollection', features: [feature, { type: 'Feature', geometry: polygon }] })).toHaveLength(3)
    expect(ringsOf(null)).toEqual([])
  })
  it('drops corners nobody sees and keeps those that are seen', () => {
    const line = [{ x: 0, y: 0 }, { x: 5, y: 0.2 }, { x: 10, y: 0 }, { x: 15, y: 8 }, { x: 20, y: 0 }]
    expect(simplify(line, 1)).toEqual([line[0], line[2], line[3], line[4]])
    const long = Array.from({ length: 60_000 }, (_, i) => ({ x: i, y: 0 }))
    expect(simplify(long, 1)).toHaveLength(2)
  })
  it('shows everything, and one single point from no nearer than a village', () => {
    const corners = RING.map(([lon, lat]) => project([lon, lat]))
    const view = fit(corners, SIZE)
    for (const p of corners.map((c) => screen(c, view, SIZE))) {
      expect(p.x).toBeGreaterThan(30)
      expect(p.x).toBeLessThan(360)
    }
    const near = fit([corners[0]], SIZE)
    expect((SIZE.width / near.scale) * metresPerUnit(near.y)).toBeGreaterThan(1500)
  })
  it('zooms about the finger', () => {
    const view = fit(RING.map(([lon, lat]) => project([lon, lat])), SIZE)
    const at = { x: 100, y: 80 }
    const place = { x: view.x + (at.x - 195) / view.scale, y: view.y + (at.y - 170) / view.scale }
    const after = screen(place, zoomed(view, 2, at, SIZE), SIZE)
    expect(after.x).toBeCloseTo(100, 6)
    expect(after.y).toBeCloseTo(80, 6)
  })
  it('gathers hundreds of points and loses none', () => {
    const points = Array.from({ length: 800 }, (_, i) => ({ x: (i * 37) % 390, y: (i * 91) % 340 }))
    const found = gather(points, 30)
    expect(found.length).toBeLessThan(160)
    expect(found.reduce((sum, g) => sum + g.members.length, 0)).toBe(800)
  })
  it('measures by round lengths', () => {
    const bar = scaleBar(fit(RING.map(([lon, lat]) => project([lon, lat])), SIZE))
    expect(bar.metres).toBe(5000)
    expect(bar.width).toBeLessThanOrEqual(110)
  })
  it('covers the view with tiles', () => {
    const found = tiles(fit(RING.map(([lon, lat]) => project([lon, lat])), SIZE), SIZE)
    expect(Math.min(...found.map((one) => one.x))).toBeLessThanOrEqual(0)
    expect(Math.max(...found.map((one) => one.x + one.side))).toBeGreaterThanOrEqual(390)
    expect(found.length).toBeLessThan(20)
  })
})

describe('drawing', () => {
  const view = fit(RING.map(([lon, lat]) => project([lon, lat])), SIZE)
  const scene = (spots: Spot[], chosen = '') => ({
    areas: outlines([{ id: 'a', kind: 'allowed', geometry: { type: 'Polygon', coordinates: [RING] } }], 'wgs84'),
    groups: groups(spots, view, SIZE, 'wgs84'),
    chosen,
    view,
    size: SIZE,
    bare: false,
    words: (metres: number) => `${metres}`,
  })
  it('writes names as text, never as markup', () => {
    const svg = drawing(scene([spot('<b>"', 119.4, 30.2)]))
    expect(svg).not.toContain('<b>')
    expect(svg).toContain('&#60;b&#62;')
    expect(picture(svg)).not.toMatch(/[#<"]/)
  })
  it('draws many at one place as their number', () => {
    expect(drawing(scene([spot('a', 119.4, 30.2), spot('b', 119.4001, 30.2)]))).toContain('>2</text>')
  })
  it('shows how exact the chosen place is', () => {
    const two = [{ ...spot('a', 119.35, 30.15), accuracy_m: 500 }, spot('b', 119.45, 30.25)]
    expect(drawing(scene(two))).not.toContain('stroke-dasharray="3 3"')
    expect(drawing(scene(two, 'a'))).toContain('stroke-dasharray="3 3"')
  })
})

