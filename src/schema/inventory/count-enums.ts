import {
  countClasses,
  countLineStates,
  countLocationStates,
  stockCountStateNames,
} from '../../modules/inventory/index.ts';
import { builder } from '../builder.ts';

export const CountClass = builder.enumType('CountClass', {
  description: 'How often a product is counted: A monthly, B quarterly, C yearly.',
  values: countClasses,
});

export const StockCountState = builder.enumType('StockCountState', {
  description:
    'PLANNED; COUNTING: places are open; RECOUNT: all were counted, some goods are to be counted ' +
    'again; REVIEW: the differences are known; POSTED: the book has followed; CANCELLED before.',
  values: stockCountStateNames,
});

export const StockCountLocationState = builder.enumType('StockCountLocationState', {
  description: 'OPEN; RECOUNT: some goods there are to be counted again; COUNTED: done.',
  values: countLocationStates,
});

export const StockCountLineState = builder.enumType('StockCountLineState', {
  description:
    'OPEN: its place is not done; RECOUNT: to be counted again; COUNTED: settled; DISPUTED: ' +
    'those who counted it did not agree, and somebody has to decide.',
  values: countLineStates,
});

export const CountDecision = builder.enumType('CountDecision', {
  description: 'What becomes of a difference.',
  values: {
    ACCEPT: { description: 'The book follows.' },
    KEEP_BOOK: { description: 'The book stays; a reason says why.' },
  },
});

export const CountAgain = builder.enumType('CountAgain', {
  description: 'What it means that the same goods were counted in this round before.',
  values: {
    ADD: { description: 'There are more of them.' },
    ANEW: { description: 'What was counted before was wrong: start over.' },
  },
});
