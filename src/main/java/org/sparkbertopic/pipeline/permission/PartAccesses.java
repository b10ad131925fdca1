package org.sparkbertopic.pipeline.permission;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbertopic.embedding.http.HttpEmbedder;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.embedding.spacy.SpacyEmbedder;
import org.sparkbertopic.embedding.sparknlp.SparkNlpEmbedder;
import org.sparkbertopic.embedding.tensorflow.SavedModelEmbedder;
import org.sparkbertopic.embedding.words.StaticEmbedder;
import org.sparkbertopic.embedding.words.WordVectorEmbedder;
import org.sparkbertopic.representation.llm.ChatEndpoint;
import org.sparkbertopic.representation.llm.LabelPrompt;
import org.sparkbertopic.representation.llm.LlmLabels;
import org.sparkbertopic.representation.nli.OnnxEntailment;
import org.sparkbertopic.representation.opennlp.OpenNlpTagger;
import org.sparkbertopic.representation.sparknlp.SparkNlpTagger;

/**
 * What parts reach for outside of a model directory: the one place that knows it of each part of
 * the library. A part of a user's own is a class that whoever runs it put on the class path, and
 * does as it likes; what lies within it is looked through too.
 */
public final class PartAccesses {

  private static final String EMBEDS = "embeds texts by the files in";

  private PartAccesses() {}

  /** Of a part and of all parts within it. */
  public static List<Access> of(Object part) {
    List<Access> found = new ArrayList<>();
    collect(part, found);
    return found.stream().distinct().toList();
  }

  private static void collect(Object value, List<Access> found) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(inner -> collect(inner, found));
    } else if (value instanceof Iterable<?> values) {
      values.forEach(inner -> collect(inner, found));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(inner -> collect(inner, found));
    } else if (value instanceof Record part) {
      found.addAll(own(part));
      for (RecordComponent component : part.getClass().getRecordComponents()) {
        if (!component.getType().isPrimitive() && component.getType() != String.class) {
          collect(valueOf(part, component), found);
        }
      }
    }
  }

  private static Object valueOf(Record part, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(part);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("component " + component + " cannot be read", e);
    }
  }

  private static List<Access> own(Record part) {
    if (part instanceof HttpEmbedder http) {
      return List.of(
          Access.toHost(host(http.url()), variable(http.keyVariable()), "sends texts to"));
    }
    if (part instanceof ChatEndpoint chat) {
      return List.of(
          Access.toHost(
              host(chat.url()), variable(chat.keyVariable()), "sends words and texts to"));
    }
    if (part instanceof LabelPrompt prompt) {
      return paths(List.of(prompt.documentTokenizer()), "cuts texts by the tokenizer");
    }
    if (part instanceof LlmLabels labels) {
      List<String> folders = new ArrayList<>(labels.earlierAnswers());
      folders.add(labels.answers());
      return paths(folders, "keeps answers in");
    }
    if (part instanceof OnnxEmbedder onnx) {
      return onnx.model().equals(OnnxEmbedder.ALL_MINI_LM_L6_V2)
          ? List.of()
          : paths(List.of(onnx.model()), "embeds texts by the model");
    }
    if (part instanceof WordVectorEmbedder words) {
      List<String> files = new ArrayList<>(words.files());
      files.add(words.cacheFolder());
      return paths(files, EMBEDS);
    }
    if (part instanceof StaticEmbedder embedder) {
      return paths(List.of(embedder.folder()), EMBEDS);
    }
    if (part instanceof SpacyEmbedder embedder) {
      return paths(List.of(embedder.folder()), EMBEDS);
    }
    if (part instanceof SavedModelEmbedder embedder) {
      return paths(List.of(embedder.folder()), EMBEDS);
    }
    if (part instanceof SparkNlpEmbedder embedder) {
      return paths(List.of(embedder.folder()), EMBEDS);
    }
    if (part instanceof OnnxEntailment entailment) {
      return paths(List.of(entailment.model()), "compares texts by the model");
    }
    if (part instanceof SparkNlpTagger tagger) {
      return paths(List.of(tagger.folder()), "tags words by the files in");
    }
    if (part instanceof OpenNlpTagger tagger) {
      return paths(List.of(tagger.folder()), "tags words by the files in");
    }
    return List.of();
  }

  private static List<Access> paths(List<String> paths, String purpose) {
    return paths.stream()
        .filter(path -> !path.isEmpty())
        .map(path -> Access.toPath(path, purpose))
        .toList();
  }

  private static Optional<String> variable(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private static String host(String url) {
    URI uri = URI.create(url);
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return uri.getPort() < 0 ? host : host + ":" + uri.getPort();
  }
}
