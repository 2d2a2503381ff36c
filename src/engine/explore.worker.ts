import { serveExplorer } from './explore-serve.ts';

serveExplorer(
  self,
  () => performance.now(),
  (task) => setTimeout(task, 0),
);
