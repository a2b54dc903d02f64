// A file goes from the browser straight to blob storage, by a link that is good for a quarter of an hour.
const CREATED = 201;

/** PUT the file; fetch tells nothing of how far it is, the older way does. */
export const send = (address: string, file: File, onProgress: (share: number) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.setRequestHeader("x-ms-blob-type", "BlockBlob");
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => (request.status === CREATED ? resolve() : reject(new Error(`${request.status} ${request.statusText}`)));
    request.onerror = () => reject(new Error(""));
    request.send(file);
  });
