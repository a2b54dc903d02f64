// Vega measures its texts on a canvas that it takes from the document; where there is none it guesses, and labels
// overlap. A worker has canvases without a document.
Object.assign(globalThis, { document: { createElement: () => new OffscreenCanvas(1, 1) } });
