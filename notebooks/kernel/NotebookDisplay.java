import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;
import org.sparkbertopic.report.figures.Figure;

/**
 * How the Java kernel shows a value that ends a cell: a {@link Figure} as Plotly's figure, a table of
 * Spark as an HTML table. The kernel finds this class as a service; run.sh compiles it.
 */
public final class NotebookDisplay implements DisplayProvider {

  /** Rows of a table that are shown; {@code limit} or {@code orderBy} choose which. */
  private static final int ROWS = 40;

  /** Characters of a cell that are shown. */
  private static final int CHARACTERS = 160;

  @Override
  public List<DisplayRenderer> getDisplayRenderers() {
    return List.of(
        new Renderer<>(Figure.class, NotebookDisplay::bundle),
        new Renderer<>(Dataset.class, table -> bundle(((Dataset<?>) table).toDF())));
  }

  @Override
  public List<DisplayTransformer> getDisplayTransformers() {
    return List.of();
  }

  private static Map<String, Object> bundle(Figure figure) {
    return figure.toMimeBundle();
  }

  private static Map<String, Object> bundle(Dataset<Row> table) {
    List<Row> rows = table.takeAsList(ROWS + 1);
    StringBuilder html = new StringBuilder("<table>\n<tr>");
    for (String column : table.columns()) {
      html.append("<th>").append(escaped(column)).append("</th>");
    }
    html.append("</tr>\n");
    for (Row row : rows.subList(0, Math.min(ROWS, rows.size()))) {
      html.append("<tr>");
      IntStream.range(0, row.size())
          .forEach(i -> html.append(cell(row.get(i))));
      html.append("</tr>\n");
    }
    html.append("</table>");
    if (rows.size() > ROWS) {
      html.append("\n<p>the first ").append(ROWS).append(" rows</p>");
    }
    return Map.of("text/html", html.toString(), "text/plain", table.showString(ROWS, CHARACTERS, false));
  }

  private static String cell(Object value) {
    String align = value instanceof Number ? "right" : "left";
    return "<td style=\"text-align: " + align + "\">" + escaped(text(value)) + "</td>";
  }

  private static String text(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double || value instanceof Float) {
      return String.format(java.util.Locale.ROOT, "%.3f", ((Number) value).doubleValue());
    }
    if (value instanceof scala.collection.Iterable<?> values) {
      return values.mkString(", ");
    }
    return String.valueOf(value);
  }

  private static String escaped(String text) {
    String shown = text.length() > CHARACTERS ? text.substring(0, CHARACTERS) + "\u2026" : text;
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private record Renderer<T>(Class<T> type, Function<T, Map<String, Object>> bundle)
      implements DisplayRenderer {

    @Override
    public Class<?> rendererClass() {
      return type;
    }

    @Override
    public boolean canRender(String mimeType) {
      return true;
    }

    @Override
    public DisplayData render(String mimeType, Object value) {
      DisplayData data = DisplayData.fromText("");
      bundle.apply(type.cast(value)).forEach(data::putData);
      return data;
    }
  }
}
