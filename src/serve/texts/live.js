// Only in the preview: loads the page anew when the site was built, shows what stops a build.
(function () {
  "use strict";
  var strip = document.getElementById("pamphlet-strip");
  var mine = Number(strip.getAttribute("data-generation"));

  function showErrors(text) {
    var box = document.getElementById("pamphlet-errors");
    if (!text) {
      if (box) box.remove();
      return;
    }
    if (!box) {
      box = document.createElement("pre");
      box.id = "pamphlet-errors";
      document.body.appendChild(box);
    }
    box.textContent = "This is the last good build. The newest one stopped:\n\n" + text;
  }

  var events = new EventSource("/.pamphlet/events");
  events.addEventListener("state", function (event) {
    var state = JSON.parse(event.data);
    strip.classList.remove("off");
    showErrors(state.errors);
    if (state.generation !== mine && !state.errors) location.reload();
  });
  events.addEventListener("error", function () {
    strip.classList.add("off");
  });
})();
