/**
 * What WebForms puts into a page: the postback, and the partial update of a panel.
 * A postback by a control inside the panel goes by XMLHttpRequest and replaces the panel's markup,
 * with it the very control that was used.
 */
var dateFieldWindow = null;

function __doPostBack(eventTarget, eventArgument) {
    var form = document.forms["aspnetForm"];
    form.__EVENTTARGET.value = eventTarget;
    form.__EVENTARGUMENT.value = eventArgument;
    var panel = panelOf(form.elements[eventTarget]);
    if (panel) {
        updatePanel(form, panel, eventTarget);
    } else {
        form.submit();
    }
}

/** @returns {HTMLElement|null} the update panel around a control */
function panelOf(control) {
    return control && control.closest ? control.closest("[data-panel]") : null;
}

function updatePanel(form, panel, eventTarget) {
    var body = new URLSearchParams(new FormData(form));
    body.set("__ASYNCPOST", "true");
    var request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-MicrosoftAjax", "Delta=true");
    request.onload = function () {
        form.__EVENTTARGET.value = "";
        if (request.status === 200) {
            applyDelta(request.responseText);
        } else {
            alert("Sys.WebForms.PageRequestManagerServerErrorException: the server returned status " + request.status);
        }
    };
    request.send(body);
}

/** Applies `length|type|id|content|` records, as ASP.NET AJAX sends them. */
function applyDelta(text) {
    while (text) {
        var head = /^(\d+)\|(\w*)\|([^|]*)\|/.exec(text);
        if (!head) {
            return;
        }
        var content = text.substr(head[0].length, +head[1]);
        text = text.slice(head[0].length + content.length + 1);
        if (head[2] === "updatePanel") {
            document.getElementById(head[3]).innerHTML = content;
        } else if (head[2] === "hiddenField") {
            document.getElementById(head[3]).value = content;
        } else if (head[2] === "pageRedirect") {
            location.href = decodeURIComponent(content);
        }
    }
}

function openCalendar(fieldId) {
    dateFieldWindow = window.open(
        "/calendar?field=" + encodeURIComponent(fieldId), "calendar", "width=280,height=240,resizable=yes"
    );
}

/** Called by the date window. */
function dateChosen(fieldId, day) {
    document.getElementById(fieldId).value = day;
}
