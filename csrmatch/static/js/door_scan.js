"use strict";
// Reads badges with the camera: by the browser itself where it can, otherwise by a small library.

class BadgeReader {
  static PAUSE = 150;
  static WIDTH = 640;

  constructor(video, decoder) {
    this.video = video;
    this.decoder = decoder;
    this.stream = null;
  }

  static isPossible() {
    return Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
  }

  async start(found) {
    const read = await this.makeReader();
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    await this.video.play();
    const look = async () => {
      if (!this.stream) return;
      try {
        const text = await read(this.video);
        if (text) found(text);
      } catch {
        // No code in this picture.
      }
      window.setTimeout(look, BadgeReader.PAUSE);
    };
    look();
  }

  stop() {
    if (this.stream) this.stream.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
    this.video.hidden = true;
  }

  async makeReader() {
    if ("BarcodeDetector" in window) {
      const kinds = await window.BarcodeDetector.getSupportedFormats();
      if (kinds.includes("qr_code")) {
        const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
        return async (video) => {
          const codes = await detector.detect(video);
          return codes.length ? codes[0].rawValue : "";
        };
      }
    }
    const library = await import(this.decoder);
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    return async (video) => {
      if (!video.videoWidth) return "";
      canvas.width = BadgeReader.WIDTH;
      canvas.height = Math.round((BadgeReader.WIDTH * video.videoHeight) / video.videoWidth);
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      return library.decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height));
    };
  }
}
