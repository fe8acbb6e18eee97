import './queries.ts';
import './worklist.ts';
import './setup-mutations.ts';
import './dunning-mutations.ts';
import './promise-mutations.ts';
import './agency-mutations.ts';
import './edit-mutations.ts';
