package org.sparkbertopic.vectorizer.language;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;

/** Extracts the text of HTML: removes tags, comments, scripts and styles, and resolves entities. */
public final class HtmlText {

  private HtmlText() {}

  /** Returns the same text if nothing looks like HTML. */
  public static String strip(String html) {
    if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
      return html;
    }
    StringBuilder text = new StringBuilder(html.length());
    char[] buffer = new char[4096];
    try (Reader reader = new HTMLStripCharFilter(new StringReader(html))) {
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        text.append(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
    return text.toString();
  }
}
