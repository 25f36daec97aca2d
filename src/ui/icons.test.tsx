import fs from 'node:fs'
import path from 'node:path'
import { iconsCss } from './icons'

const file = path.join(__dirname, 'icons.css')
if (process.env.WRITE_ICONS) fs.writeFileSync(file, iconsCss())

test('icons.css is what icons.ts makes', () => {
  expect(fs.readFileSync(file, 'utf8')).toBe(iconsCss())
})
