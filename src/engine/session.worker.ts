import { serve } from './serve.ts';
import { NO_SESSION, respond } from './session.ts';

// A timer, not a microtask: messages that have arrived meanwhile are to be seen before the next request is answered.
serve(self, NO_SESSION, respond, (task) => setTimeout(task, 0));
