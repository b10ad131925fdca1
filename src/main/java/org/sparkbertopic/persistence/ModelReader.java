package org.sparkbertopic.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.sparkbertopic.assign.LaterLayouts;
import org.sparkbertopic.assign.LayoutModel;
import org.sparkbertopic.assign.OutlierRule;
import org.sparkbertopic.ctfidf.ClassTfidf;
import org.sparkbertopic.ctfidf.ClassTfidfModel;
import org.sparkbertopic.ctfidf.TermMatrix;
import org.sparkbertopic.embedding.onnx.OnnxEmbedder;
import org.sparkbertopic.io.SafeTensors;
import org.sparkbertopic.io.Tensor;
import org.sparkbertopic.provenance.Provenance;
import org.sparkbertopic.topics.DocumentTopics;
import org.sparkbertopic.topics.FittedTopics;
import org.sparkbertopic.topics.Topic;
import org.sparkbertopic.topics.history.OnlineState;
import org.sparkbertopic.vectorizer.CountVectorizer;
import org.sparkbertopic.vectorizer.counting.TermVectors;

/** Builds a model from the files of its directory. Each file is opened once. */
final class ModelReader {

  private static final int LAST_WITHOUT_OWN_SUM = 2;

  /** A run's folder contains this file, and the model in the folder below. */
  private static final String RUN_FILE = "run.json";

  private static final String RUN_MODEL = "model";

  /** How much of a model is read. */
  enum Extent {
    ALL,

    /** What gives documents their topics, and what topics are called. */
    ASSIGNING
  }

  private final ModelFiles root;
  private final Extent extent;

  /** The files of the manifest, or those of the directory. */
  private ModelFiles files;

  private boolean hasCtfidf = true;

  ModelReader(ModelFiles root, Extent extent) {
    this.root = root;
    this.extent = extent;
    this.files = root;
  }

  /**
   * @param manifest content of the manifest, if there is one
   */
  StoredModel read(Optional<byte[]> manifest) throws IOException {
    if (manifest.isPresent()) {
      Manifest parsed = parse(manifest.get());
      requireNoOthers(parsed);
      files = root.of(parsed);
      return new StoredModel(readOwn(parsed), parsed.stage());
    }
    checkIsPythons();
    return new StoredModel(readPython(), Optional.empty());
  }

  private Manifest parse(byte[] manifest) throws IOException {
    String name = root.nameOf(ModelFiles.MANIFEST);
    try {
      return Manifest.read(manifest, name);
    } catch (JsonProcessingException e) {
      throw ModelDirectoryException.notJson(name, e);
    } catch (IllegalArgumentException e) {
      throw ModelDirectoryException.of(e, "%s: %s; or save the model again", name, e.getMessage());
    }
  }

  /**
   * Format versions 1 and 2 have no checksum of the list itself. A model file that is missing in
   * the list means that the list is damaged.
   */
  private void requireNoOthers(Manifest manifest) throws IOException {
    if (manifest.formatVersion() > LAST_WITHOUT_OWN_SUM) {
      return;
    }
    Set<String> others = new TreeSet<>(ModelFiles.ALL);
    others.retainAll(root.names());
    others.removeAll(manifest.files().keySet());
    others.remove(ModelFiles.MANIFEST);
    if (!others.isEmpty()) {
      throw ModelDirectoryException.of(
          "%s is damaged: it does not list %s, which %s there; copy the model again or save it"
              + " again",
          root.nameOf(ModelFiles.MANIFEST), others, others.size() == 1 ? "is" : "are");
    }
  }

  private void checkIsPythons() throws IOException {
    Set<String> names = root.names();
    if (names.contains(RUN_FILE) && names.contains(RUN_MODEL)) {
      throw ModelDirectoryException.of(
          "%s is the folder of a run, not a model; give %s/%s",
          root.directory(), root.directory(), RUN_MODEL);
    }
    Set<String> own = new TreeSet<>(ModelFiles.ALL);
    own.add(ModelFiles.VERSIONS);
    own.removeAll(ModelFiles.PYTHON);
    own.retainAll(names);
    if (!own.isEmpty()) {
      throw ModelDirectoryException.of(
          "%s is missing, though %s is there; copy the whole directory again",
          root.nameOf(ModelFiles.MANIFEST), own.iterator().next());
    }
    if (!names.contains(ModelFiles.TOPICS)) {
      throw ModelDirectoryException.of(
          "%s is not a model directory: it has no %s; give the directory that the model was"
              + " saved to",
          root.directory(), ModelFiles.TOPICS);
    }
    if (!names.contains(ModelFiles.EMBEDDINGS) && names.contains("topic_embeddings.bin")) {
      throw ModelDirectoryException.of(
          "%s holds the embeddings in PyTorch's format, which is not read; save the model in"
              + " Python with serialization=\"safetensors\"",
          root.nameOf("topic_embeddings.bin"));
    }
    hasCtfidf = names.contains(ModelFiles.CTFIDF) && names.contains(ModelFiles.CTFIDF_CONFIG);
  }

  private SavedModel readOwn(Manifest manifest) throws IOException {
    SavedModel python = readPython();
    ClassTfidfModel ctfidf = python.topics().ctfidf();
    List<Topic> topics = new ArrayList<>();
    if (manifest.topics().size() != python.topics().topics().size()) {
      throw ModelDirectoryException.of(
          "%s has %d topics, %s has %d; copy the model again",
          root.nameOf(ModelFiles.MANIFEST),
          manifest.topics().size(),
          ModelFiles.TOPICS,
          python.topics().topics().size());
    }
    for (Topic topic : python.topics().topics()) {
      Manifest.Beside beside = manifest.topics().get(topics.size());
      if (beside.id() != topic.id()) {
        throw Json.unexpected(
            root.nameOf(ModelFiles.MANIFEST),
            "topics",
            "those of " + ModelFiles.TOPICS,
            beside.id());
      }
      topics.add(withBeside(topic, beside));
    }
    Optional<LayoutModel> layout = Optional.empty();
    if (manifest.files().containsKey(ModelFiles.LAYOUT)) {
      layout = Optional.of(files.read(ModelFiles.LAYOUT, (in, length, file) -> layout(in, file)));
    }
    LaterLayouts later =
        manifest.files().containsKey(ModelFiles.LATER_LAYOUTS)
            ? files.read(
                ModelFiles.LATER_LAYOUTS,
                (in, length, file) -> LaterLayouts.read(new DataInputStream(in)))
            : LaterLayouts.NONE;
    FittedTopics named =
        new FittedTopics(
            topics,
            embeddings(python.topics().embeddings(), topics),
            new ClassTfidfModel(manifest.ctfidf(), ctfidf.weights(), ctfidf.idf()));
    boolean all = extent == Extent.ALL;
    FittedTopics fitted = all ? TopicEvidenceFiles.read(named, files, manifest) : named;
    DocumentTopics training =
        all
            ? trainingTopics(python.trainingTopics(), manifest, layout.isPresent())
            : DocumentTopics.UNKNOWN;
    Optional<TermVectors> termVectors = termVectors(manifest);
    Provenance provenance = provenance(manifest);
    List<OutlierRule> rules = OutlierRuleFiles.read(files, manifest);
    OnlineState online = all ? OnlineFiles.read(files, manifest) : OnlineState.NONE;
    Optional<LayoutModel> found = layout;
    return checked(
        root.nameOf(ModelFiles.MANIFEST),
        () ->
            new SavedModel(
                fitted,
                found,
                later,
                manifest.clusterTopics(),
                training,
                manifest.vectorizer(),
                termVectors,
                manifest.parts().orElse(python.parts()),
                python.settings(),
                provenance,
                List.of(),
                online,
                rules));
  }

  /**
   * Earlier releases stored the topics of a model with a layout in the order of its sample. Without
   * keys they cannot be matched with documents.
   */
  private DocumentTopics trainingTopics(DocumentTopics listed, Manifest manifest, boolean fitted)
      throws IOException {
    if (!manifest.files().containsKey(ModelFiles.DOCUMENT_KEYS)) {
      return fitted ? DocumentTopics.UNKNOWN : listed;
    }
    long[] keys =
        PythonCtfidf.tensor(
                files.read(ModelFiles.DOCUMENT_KEYS, SafeTensors::read),
                ModelContent.KEYS,
                files.nameOf(ModelFiles.DOCUMENT_KEYS))
            .toLongs();
    if (!listed.isKnown()) {
      // without a topic -1, Python has no topic for rows that were set aside
      return DocumentTopics.UNKNOWN;
    }
    try {
      return DocumentTopics.of(listed.topics(), keys);
    } catch (IllegalArgumentException e) {
      throw ModelDirectoryException.of(
          e,
          "%s: %s; copy the model again",
          files.nameOf(ModelFiles.DOCUMENT_KEYS),
          e.getMessage());
    }
  }

  private Provenance provenance(Manifest manifest) throws IOException {
    if (manifest.provenance().isPresent()) {
      return manifest.provenance().get();
    }
    return files
        .readIfThere(
            ModelFiles.PROVENANCE,
            (in, length, file) -> ProvenanceJson.read(in.readAllBytes(), file))
        .orElse(Provenance.UNKNOWN);
  }

  private Optional<TermVectors> termVectors(Manifest manifest) throws IOException {
    if (!manifest.files().containsKey(ModelFiles.TERM_VECTORS)) {
      return Optional.empty();
    }
    return Optional.of(
        files.read(
            ModelFiles.TERM_VECTORS,
            (in, length, file) -> TermVectors.read(new DataInputStream(in))));
  }

  /**
   * Python's custom labels may also hold names from this library, so both are read from the
   * manifest.
   */
  private static Topic withBeside(Topic topic, Manifest.Beside beside) {
    return new Topic(
        topic.id(),
        topic.size(),
        beside.customName().orElseGet(() -> Topic.defaultName(topic.id(), topic.words())),
        topic.words(),
        beside.representativeDocuments(),
        topic.aspects(),
        beside.customLabel(),
        beside.labelOfAspect(),
        beside.retired());
  }

  private static LayoutModel layout(InputStream in, String file) throws IOException {
    try {
      return LayoutModel.read(new DataInputStream(in));
    } catch (IOException e) {
      throw new ModelDirectoryException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private SavedModel readPython() throws IOException {
    PythonTopics topics = files.read(ModelFiles.TOPICS, PythonTopics::read);
    PythonConfig config = files.read(ModelFiles.CONFIG, PythonConfig::read);
    List<String> warnings = new ArrayList<>(topics.warnings());
    float[][] embeddings = embeddings(topics.topics().size());
    int[] ids = topics.topics().stream().mapToInt(Topic::id).toArray();
    CountVectorizer vectorizer =
        CountVectorizer.create().withNgramRange(config.minNgram(), config.maxNgram());
    ClassTfidfModel ctfidf;
    if (extent == Extent.ASSIGNING) {
      ctfidf = noCtfidf(ids);
    } else if (hasCtfidf) {
      PythonCtfidf.Config parameters =
          files.read(ModelFiles.CTFIDF_CONFIG, PythonCtfidf::readConfig);
      SafeTensors tensors = files.read(ModelFiles.CTFIDF, SafeTensors::read);
      ctfidf = PythonCtfidf.model(tensors, parameters, ids, files.nameOf(ModelFiles.CTFIDF));
      vectorizer = parameters.vectorizer();
      warnings.addAll(parameters.warnings());
    } else {
      ctfidf = noCtfidf(ids);
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s has no c-TF-IDF; save it in Python with save_ctfidf=True",
              root.directory()));
    }
    FittedTopics fitted = new FittedTopics(topics.topics(), embeddings, ctfidf);
    CountVectorizer counted = vectorizer;
    return checked(
        files.nameOf(ModelFiles.TOPICS),
        () ->
            new SavedModel(
                fitted,
                Optional.empty(),
                LaterLayouts.NONE,
                topics.clusterTopics(),
                topics.trainingTopics(),
                counted,
                Optional.empty(),
                parts(config.settings()),
                config.settings(),
                Provenance.UNKNOWN,
                warnings,
                OnlineState.NONE,
                List.of()));
  }

  /** Of the models that Python may name, only the bundled one is available. */
  private static ModelParts parts(PythonSettings settings) {
    return settings.embeddingModel().filter(PythonSettings.MINI_LM::equals).isPresent()
        ? ModelParts.NONE.withEmbedder(OnnxEmbedder.allMiniLmL6V2(), "")
        : ModelParts.NONE;
  }

  private float[][] embeddings(int topics) throws IOException {
    String file = files.nameOf(ModelFiles.EMBEDDINGS);
    Tensor tensor =
        PythonCtfidf.tensor(
            files.read(ModelFiles.EMBEDDINGS, SafeTensors::read), EmbeddingFiles.TENSOR, file);
    float[][] rows;
    try {
      rows = tensor.toFloatRows();
    } catch (IllegalArgumentException e) {
      throw new ModelDirectoryException(
          file + ": topic_embeddings " + e.getMessage() + "; save the model again", e);
    }
    if (rows.length != topics) {
      throw ModelDirectoryException.of(
          "%s has %d rows for the %d topics of %s, so that rows cannot be told apart (BERTopic"
              + " leaves such models after update_topics(topics=...) and merge_models); fit"
              + " again",
          file, rows.length, topics, ModelFiles.TOPICS);
    }
    return rows;
  }

  /** With those of retired topics, which Python's rows lack. */
  private float[][] embeddings(float[][] rows, List<Topic> topics) throws IOException {
    return topics.stream().noneMatch(Topic::retired)
        ? rows
        : EmbeddingFiles.restored(
            rows,
            topics,
            files.read(ModelFiles.EMBEDDINGS, SafeTensors::read),
            files.nameOf(ModelFiles.EMBEDDINGS));
  }

  private static ClassTfidfModel noCtfidf(int[] ids) {
    return new ClassTfidfModel(
        ClassTfidf.create(),
        new TermMatrix(ids, List.of(), new int[ids.length + 1], new int[0], new double[0]),
        new double[0]);
  }

  private static SavedModel checked(String file, Supplier<SavedModel> model)
      throws ModelDirectoryException {
    try {
      return model.get();
    } catch (IllegalArgumentException e) {
      throw ModelDirectoryException.of(e, "%s: %s; save the model again", file, e.getMessage());
    }
  }
}
