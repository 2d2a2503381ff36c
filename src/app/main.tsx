import { createRoot } from 'react-dom/client';
import { present } from '../base/assert.ts';

createRoot(present(document.getElementById('root'), '#root')).render(<h1>kmapscope</h1>);
