package org.sparkbertopic.representation.opennlp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import org.sparkbertopic.representation.PosTagger;

/**
 * Tags parts of speech with Apache OpenNLP's maximum entropy models. The English models (Universal
 * Dependencies EWT, Apache-2.0) come with the library; for other languages, give a folder with the
 * files that OpenNLP distributes.
 *
 * @param folder folder with three files {@code *.bin} whose names contain {@code sentence}, {@code
 *     tokens} and {@code pos}; empty: English
 */
public record OpenNlpTagger(String folder) implements PosTagger {

  private static final long serialVersionUID = 1L;

  private static final String SENTENCE = "sentence";
  private static final String TOKENS = "tokens";
  private static final String POS = "pos";

  /** The open models of this JVM, by folder; many threads read them. */
  private static final Map<String, Models> OPEN = new ConcurrentHashMap<>();

  private record Models(SentenceModel sentences, TokenizerModel tokens, POSModel tags) {}

  public OpenNlpTagger {
    Objects.requireNonNull(folder, "folder");
  }

  /** A tagger with the library's English models. */
  public static OpenNlpTagger english() {
    return new OpenNlpTagger("");
  }

  @Override
  public List<Sentence> tag(String text) {
    Models models = models();
    // These three keep the state of their last call, and are cheap to create.
    SentenceDetectorME sentences = new SentenceDetectorME(models.sentences());
    TokenizerME tokenizer = new TokenizerME(models.tokens());
    POSTaggerME tagger = new POSTaggerME(models.tags());
    List<Sentence> tagged = new ArrayList<>();
    for (String sentence : sentences.sentDetect(text)) {
      String[] tokens = tokenizer.tokenize(sentence);
      tagged.add(new Sentence(List.of(tokens), List.of(tagger.tag(tokens))));
    }
    return tagged;
  }

  @Override
  public void checkReady() {
    models();
  }

  private Models models() {
    return OPEN.computeIfAbsent(folder, OpenNlpTagger::open);
  }

  private static Models open(String folder) {
    return new Models(
        read(folder, SENTENCE, SentenceModel::new),
        read(folder, TOKENS, TokenizerModel::new),
        read(folder, POS, POSModel::new));
  }

  private interface Constructor<T> {
    T read(InputStream in) throws IOException;
  }

  /** Name of a file in OpenNLP's jars. */
  private static String english(String part) {
    return String.format(Locale.ROOT, "/opennlp-en-ud-ewt-%s-1.3-2.5.4.bin", part);
  }

  private static <T> T read(String folder, String part, Constructor<T> constructor) {
    String name = folder.isEmpty() ? english(part) : folder;
    try (InputStream in =
        folder.isEmpty() ? resource(name) : Files.newInputStream(in(folder, part))) {
      return constructor.read(in);
    } catch (MissingException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "folder must hold models of OpenNLP 1.5 to 2.5, got a '%s' in %s that is not one (%s); copy the file again",
              part,
              name,
              e.getMessage()),
          e);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = OpenNlpTagger.class.getResourceAsStream(name);
    if (in == null) {
      throw new MissingException(
          "the class path must hold " + name + ", got none; add the jars opennlp-models-*-en");
    }
    return in;
  }

  private static Path in(String folder, String part) {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(folder))) {
      files = all.filter(file -> matches(file.getFileName().toString(), part)).sorted().toList();
    } catch (IOException e) {
      throw new MissingException(
          "folder must be a folder with models of OpenNLP, got " + folder + "; copy them there");
    } catch (UncheckedIOException e) {
      throw new MissingException("folder must be readable, got " + folder + " (" + e + ")");
    }
    if (files.size() != 1) {
      throw new MissingException(
          String.format(
              Locale.ROOT,
              "folder must hold one file *%s*.bin of OpenNLP, got %s in %s; copy it there",
              part,
              files,
              folder));
    }
    return files.get(0);
  }

  private static boolean matches(String name, String part) {
    return name.endsWith(".bin") && name.toLowerCase(Locale.ROOT).contains(part);
  }

  /** Reported as it is, not as a damaged file. */
  private static final class MissingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }
}
