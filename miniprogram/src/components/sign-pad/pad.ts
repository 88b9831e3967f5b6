/** Drawing with a finger: smooth lines between points, and whether there is enough of it to be a signature. Pure but for the context. */
export interface Point {
  x: number
  y: number
}
/** What of a canvas context is used. */
export interface Pen {
  beginPath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void
  stroke(): void
  fillRect(x: number, y: number, w: number, h: number): void
  scale(x: number, y: number): void
  lineWidth: number
  lineCap: string
  lineJoin: string
  strokeStyle: unknown
  fillStyle: unknown
}
/** Shorter than this (in CSS pixels) is a slip of the finger. */
const LEAST_INK = 60

export interface Drawing {
  readonly enough: boolean
  down(p: Point): void
  move(p: Point): void
  up(): void
  clear(): void
}

export function drawOn(pen: Pen, width: number, height: number, changed: (enough: boolean) => void): Drawing {
  let last: Point | undefined
  let middle: Point | undefined
  let ink = 0
  const paper = (): void => {
    pen.fillStyle = '#ffffff'
    pen.fillRect(0, 0, width, height)
    Object.assign(pen, { lineWidth: 3, lineCap: 'round', lineJoin: 'round', strokeStyle: '#101820' })
  }
  paper()
  return {
    get enough() {
      return ink >= LEAST_INK
    },
    down(p) {
      last = middle = p
    },
    move(p) {
      if (!last || !middle) return
      const half = { x: (last.x + p.x) / 2, y: (last.y + p.y) / 2 }
      pen.beginPath()
      pen.moveTo(middle.x, middle.y)
      pen.quadraticCurveTo(last.x, last.y, half.x, half.y)
      pen.stroke()
      ink += Math.hypot(p.x - last.x, p.y - last.y)
      last = p
      middle = half
      changed(ink >= LEAST_INK)
    },
    up() {
      last = middle = undefined
    },
    clear() {
      ink = 0
      last = middle = undefined
      paper()
      changed(false)
    },
  }
}
