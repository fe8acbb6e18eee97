import './mutations.ts';
import './attainment.ts';
import './forecast.ts';
