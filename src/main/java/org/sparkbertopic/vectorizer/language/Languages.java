package org.sparkbertopic.vectorizer.language;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.br.BrazilianAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.ckb.SoraniAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.gl.GalicianAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.ne.NepaliAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.te.TeluguAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/**
 * Lucene's languages that separate words by blanks (and Thai): analyzers and stop words by name.
 */
public final class Languages {

  /** Which of two words joined by an apostrophe is the content word. */
  public enum Apostrophe {
    NONE,
    /** {@code l'énergie} */
    TAKE_WHAT_FOLLOWS,
    /** {@code America's} */
    TAKE_WHAT_PRECEDES
  }

  /**
   * @param analyzer creates an analyzer with the given stop words
   * @param stopWords Lucene's own
   */
  public record Language(
      Function<CharArraySet, Analyzer> analyzer,
      Supplier<CharArraySet> stopWords,
      Apostrophe apostrophe) {}

  private static final Map<String, Language> BY_NAME = new TreeMap<>();

  static {
    put("arabic", ArabicAnalyzer::new, ArabicAnalyzer::getDefaultStopSet);
    put("armenian", ArmenianAnalyzer::new, ArmenianAnalyzer::getDefaultStopSet);
    put("basque", BasqueAnalyzer::new, BasqueAnalyzer::getDefaultStopSet);
    put("bengali", BengaliAnalyzer::new, BengaliAnalyzer::getDefaultStopSet);
    put("brazilian", BrazilianAnalyzer::new, BrazilianAnalyzer::getDefaultStopSet);
    put("bulgarian", BulgarianAnalyzer::new, BulgarianAnalyzer::getDefaultStopSet);
    put("czech", CzechAnalyzer::new, CzechAnalyzer::getDefaultStopSet);
    put("danish", DanishAnalyzer::new, DanishAnalyzer::getDefaultStopSet);
    put("dutch", DutchAnalyzer::new, DutchAnalyzer::getDefaultStopSet);
    put("estonian", EstonianAnalyzer::new, EstonianAnalyzer::getDefaultStopSet);
    put("finnish", FinnishAnalyzer::new, FinnishAnalyzer::getDefaultStopSet);
    put("galician", GalicianAnalyzer::new, GalicianAnalyzer::getDefaultStopSet);
    put("german", GermanAnalyzer::new, GermanAnalyzer::getDefaultStopSet);
    put("greek", GreekAnalyzer::new, GreekAnalyzer::getDefaultStopSet);
    put("hindi", HindiAnalyzer::new, HindiAnalyzer::getDefaultStopSet);
    put("hungarian", HungarianAnalyzer::new, HungarianAnalyzer::getDefaultStopSet);
    put("indonesian", IndonesianAnalyzer::new, IndonesianAnalyzer::getDefaultStopSet);
    put("latvian", LatvianAnalyzer::new, LatvianAnalyzer::getDefaultStopSet);
    put("lithuanian", LithuanianAnalyzer::new, LithuanianAnalyzer::getDefaultStopSet);
    put("nepali", NepaliAnalyzer::new, NepaliAnalyzer::getDefaultStopSet);
    put("norwegian", NorwegianAnalyzer::new, NorwegianAnalyzer::getDefaultStopSet);
    put("persian", PersianAnalyzer::new, PersianAnalyzer::getDefaultStopSet);
    put("portuguese", PortugueseAnalyzer::new, PortugueseAnalyzer::getDefaultStopSet);
    put("romanian", RomanianAnalyzer::new, RomanianAnalyzer::getDefaultStopSet);
    put("russian", RussianAnalyzer::new, RussianAnalyzer::getDefaultStopSet);
    put("serbian", SerbianAnalyzer::new, SerbianAnalyzer::getDefaultStopSet);
    put("sorani", SoraniAnalyzer::new, SoraniAnalyzer::getDefaultStopSet);
    put("spanish", SpanishAnalyzer::new, SpanishAnalyzer::getDefaultStopSet);
    put("swedish", SwedishAnalyzer::new, SwedishAnalyzer::getDefaultStopSet);
    put("tamil", TamilAnalyzer::new, TamilAnalyzer::getDefaultStopSet);
    put("telugu", TeluguAnalyzer::new, TeluguAnalyzer::getDefaultStopSet);
    put("thai", ThaiAnalyzer::new, ThaiAnalyzer::getDefaultStopSet);
    put(
        "catalan",
        new Language(
            CatalanAnalyzer::new,
            CatalanAnalyzer::getDefaultStopSet,
            Apostrophe.TAKE_WHAT_FOLLOWS));
    put(
        "english",
        new Language(
            EnglishAnalyzer::new,
            EnglishAnalyzer::getDefaultStopSet,
            Apostrophe.TAKE_WHAT_PRECEDES));
    put(
        "french",
        new Language(
            FrenchAnalyzer::new, FrenchAnalyzer::getDefaultStopSet, Apostrophe.TAKE_WHAT_FOLLOWS));
    put(
        "irish",
        new Language(
            IrishAnalyzer::new, IrishAnalyzer::getDefaultStopSet, Apostrophe.TAKE_WHAT_FOLLOWS));
    put(
        "italian",
        new Language(
            ItalianAnalyzer::new,
            ItalianAnalyzer::getDefaultStopSet,
            Apostrophe.TAKE_WHAT_FOLLOWS));
    put(
        "turkish",
        new Language(
            TurkishAnalyzer::new,
            TurkishAnalyzer::getDefaultStopSet,
            Apostrophe.TAKE_WHAT_PRECEDES));
  }

  private Languages() {}

  private static void put(
      String name, Function<CharArraySet, Analyzer> analyzer, Supplier<CharArraySet> stopWords) {
    put(name, new Language(analyzer, stopWords, Apostrophe.NONE));
  }

  private static void put(String name, Language language) {
    BY_NAME.put(name, language);
  }

  /** Ascending. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /** Ascending. */
  static List<String> words(CharArraySet words) {
    return words.stream().map(word -> new String((char[]) word)).sorted().toList();
  }

  /** Null if there is no language of that name. */
  public static Language named(String name) {
    return BY_NAME.get(name);
  }
}
