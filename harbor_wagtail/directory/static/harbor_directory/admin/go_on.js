// A long list is read a piece at a time: the button is pressed again and again until there is nothing left to read.
const form = document.querySelector("[data-harbor-go-on]");
if (form) form.requestSubmit();
