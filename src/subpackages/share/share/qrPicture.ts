import { encode } from 'uqr'
import { encodeBase64 } from '@/core/payload/base64'
import { encodePng } from '@/core/picture/png'

/** Cells of white around the code: what ISO/IEC 18004 asks for */
const quietZone = 4
/** Pixels of a picture, at least: what a chat shows of one that was saved */
const leastPixels = 240

/** A QR code as a data URI: WeChat has no inline SVG, and a picture can be saved or recognised by a long press. */
export function qrPicture(text: string): string {
  const { data, size } = encode(text, { ecc: 'L', boostEcc: true, border: quietZone })
  const scale = Math.max(2, Math.ceil(leastPixels / size))
  const png = encodePng((x, y) => data[y]?.[x] === true, size, scale)
  return `data:image/png;base64,${encodeBase64(png)}`
}
