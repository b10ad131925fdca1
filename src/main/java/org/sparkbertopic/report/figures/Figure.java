package org.sparkbertopic.report.figures;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A figure as a value. The specification is valid for plotly.js 2.35 to 4.1, and {@code
 * plotly.io.from_json} of Plotly for Python 5.24 to 7.1 reads it. It needs no network and runs no
 * script.
 *
 * @param name of the kind of figure, such as {@code barchart}
 * @param alt what the figure shows, in words, for screen readers; plain text, not escaped
 * @param spec {@code {"data": [...], "layout": {...}}}; every text from data is escaped, because
 *     Plotly takes some HTML in texts as markup; callers must not change it
 */
public record Figure(String name, String alt, ObjectNode spec) {

  /** The type by which front ends of Jupyter know a specification for Plotly. */
  public static final String PLOTLY_MIME_TYPE = "application/vnd.plotly.v1+json";

  public Figure {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(alt, "alt");
    Objects.requireNonNull(spec, "spec");
  }

  /**
   * The specification as JSON: the same bytes for the same input, without NaN. It has no {@code <},
   * {@code >} and {@code &}, so it can stand in a script element of a page.
   */
  public String toJson() {
    return spec.toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /**
   * The figure as a MIME bundle of Jupyter: what a kernel sends so that JupyterLab, VS Code and
   * other front ends draw it.
   *
   * @return {@value #PLOTLY_MIME_TYPE} with the specification as maps, lists, strings, numbers and
   *     booleans, and {@code text/plain} with {@link #alt}; both are copies
   */
  public Map<String, Object> toMimeBundle() {
    Map<String, Object> bundle = new LinkedHashMap<>();
    bundle.put(
        PLOTLY_MIME_TYPE,
        new ObjectMapper().convertValue(spec, new TypeReference<Map<String, Object>>() {}));
    bundle.put("text/plain", alt);
    return bundle;
  }
}
