/** One measurement in a process of its own, which prints it as JSON. */
import { fakeFiles } from '@/services/files/files.fake'
import { measureAll } from './measure'

const cpuMs = () => process.cpuUsage().user / 1_000

void measureAll(fakeFiles(), process.argv.slice(2), cpuMs).then((figures) =>
  process.stdout.write(JSON.stringify(figures)),
)
