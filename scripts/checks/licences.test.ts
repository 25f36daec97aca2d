import { checkLicences } from './licences'

test('what is bundled is shown, and nothing else', () => {
  const folders = ['node_modules/a', 'node_modules/x/node_modules/@b/c', 'node_modules/@b/c']
  expect(checkLicences(folders, ['a', '@b/c']).failures).toEqual([])
  expect(checkLicences(folders, ['a', 'gone']).failures).toEqual([
    '@b/c is bundled and its licence is not shown: npx tsx scripts/licences.ts',
    'gone is shown and not bundled: npx tsx scripts/licences.ts',
  ])
})
