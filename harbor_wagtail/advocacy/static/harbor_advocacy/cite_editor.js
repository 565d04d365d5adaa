/* The dagger in the editor: a dialog to choose a source, and the note shown beside the sign. Nothing leaves this server. */
(() => {
  const { React, DraftJS, draftail } = window;
  if (!React || !DraftJS || !draftail) return;
  const { EditorState, Modifier, SelectionState } = DraftJS;

  const onload = {
    cite(modal) {
      const dialog = modal.body[0].querySelector("[data-harbor-cite]");
      modal.ajaxifyForm(dialog.querySelector("form"));
      const list = dialog.querySelector("[data-harbor-cite-sources]");
      const search = dialog.querySelector("#harbor-cite-search");
      let waiting;
      const look = async () => {
        const answer = await fetch(`${dialog.dataset.results}?q=${encodeURIComponent(search.value)}`);
        if (answer.ok) replace(await answer.text());
      };
      // Whoever has chosen a source while the list was on its way has chosen it.
      const replace = (html) => {
        const chosen = list.querySelector("input:checked");
        list.innerHTML = html;
        if (!chosen || !chosen.value) return;
        const again = [...list.querySelectorAll("input")].find((each) => each.value === chosen.value);
        if (!again) list.querySelector("fieldset").append(chosen.closest("label"));
        (again || chosen).checked = true;
      };
      search.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(look, 200);
      });
      search.addEventListener("keydown", (event) => {
        if (event.key === "Enter") event.preventDefault();
      });
      search.focus();
    },
    chosen(modal, answer) {
      modal.respond("chosen", answer.result);
      modal.close();
    },
  };

  /* The sign stands behind what is selected; an old note keeps its place and takes what was chosen. */
  const withNote = (editorState, entityKey, type, data) => {
    const content = editorState.getCurrentContent();
    const selection = editorState.getSelection();
    if (entityKey) {
      const changed = content.replaceEntityData(entityKey, data);
      return EditorState.push(editorState, Modifier.applyEntity(changed, selection, entityKey), "apply-entity");
    }
    const key = content.createEntity(type, "IMMUTABLE", data).getLastCreatedEntityKey();
    const end = SelectionState.createEmpty(selection.getEndKey()).merge({
      anchorOffset: selection.getEndOffset(),
      focusOffset: selection.getEndOffset(),
    });
    const style = editorState.getCurrentInlineStyle();
    return EditorState.push(editorState, Modifier.insertText(content, end, "†", style, key), "insert-characters");
  };

  class CiteSource extends React.Component {
    componentDidMount() {
      const { entity, entityType, onClose } = this.props;
      this.done = false;
      this.closed = () => { if (!this.done) onClose(); };
      window.jQuery(document.body).on("hidden.bs.modal", this.closed);
      const data = entity ? entity.getData() : {};
      const params = {};
      ["id", "pinpoint", "note", "needed"].forEach((name) => { if (data[name]) params[name] = data[name]; });
      this.workflow = window.ModalWorkflow({
        url: entityType.chooserUrls.cite,
        urlParams: params,
        onload,
        responses: { chosen: (result) => this.choose(result) },
        onError: () => onClose(),
      });
    }

    componentWillUnmount() {
      window.jQuery(document.body).off("hidden.bs.modal", this.closed);
    }

    choose(result) {
      const { editorState, entity, entityKey, entityType, onComplete } = this.props;
      this.done = true;
      onComplete(withNote(editorState, entity ? entityKey : null, entityType.type, result));
    }

    render() { return null; }
  }

  const Cite = (props) => {
    const data = props.contentState.getEntity(props.entityKey).getData();
    const edit = () => props.onEdit(props.entityKey);
    return React.createElement(
      "span",
      {
        className: "harbor-cite-entity",
        role: "button",
        title: data.note || data.label,
        "data-label": data.label || "",
        "data-needed": data.needed || null,
        onMouseUp: edit,
      },
      props.children,
    );
  };

  draftail.registerPlugin({ type: "HARBOR_CITE", source: CiteSource, decorator: Cite }, "entityTypes");
})();
