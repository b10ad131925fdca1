package org.sparkbertopic.embedding.onnx;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.sparkbertopic.compute.Checks;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.embedding.TextEmbedding;
import org.sparkbertopic.embedding.hub.HubName;
import org.sparkbertopic.embedding.hub.ModelFolder;
import org.sparkbertopic.embedding.hub.ModelShipping;
import org.sparkbertopic.embedding.onnx.folder.ContentHash;
import org.sparkbertopic.embedding.onnx.folder.Device;
import org.sparkbertopic.embedding.onnx.folder.FolderModel;
import org.sparkbertopic.embedding.onnx.folder.LongDocuments;
import org.sparkbertopic.embedding.onnx.folder.Pooling;
import org.sparkbertopic.embedding.onnx.folder.TransformerFiles;
import org.sparkbertopic.embedding.onnx.folder.TransformerSettings;

/**
 * Embeds with a transformer in ONNX format: a sentence transformer from the Hugging Face hub, with
 * the pooling, layers, length and prompts that its files set, or any other transformer with a
 * {@code tokenizer.json}.
 *
 * <p>A value: the model is opened where {@link #embed} is called, once per JVM and device, and
 * shared by all threads. Safe for concurrent use; on the CPU a call runs on the caller's thread.
 *
 * <p>Cost of all-MiniLM-L6-v2 (22 million parameters): 90 MB per JVM, 22 MFLOP per token. The
 * tokenizer's native library is unpacked below the user's home folder. If executors have no
 * writable home, set the environment variable {@code DJL_CACHE_DIR}. Nothing is downloaded.
 *
 * @param model the name of a model on the class path (its resources are {@code NAME.onnx} and
 *     {@code NAME-tokenizer.json} in lower case), or a folder with an ONNX file, in it or in {@code
 *     onnx/}, and {@code tokenizer.json}; a value that holds a slash is a folder
 * @param file the ONNX file in the folder; empty to choose by the other parameters
 * @param quantized whether to use 8-bit weights: the file in a folder that suits this processor, or
 *     the model {@code NAME-q} of the class path. Takes half the time and gives other vectors
 * @param pooling how tokens' vectors become one; {@link Pooling#MODEL} leaves it to the model
 * @param prompt the prompt before every text: the name of a prompt of the model, {@code none}, or
 *     the prompt itself, which holds a blank or a colon ({@code "query: "}); empty for the model's
 *     default
 * @param maxTokens most tokens of a text that the model is given at a time, special tokens and
 *     prompt included; 0 for the model's own
 * @param longDocuments what to do with a text that has more tokens
 * @param chunkOverlap tokens that each window of a split text repeats from the previous one
 * @param device the device to compute on
 * @param tokensPerBatch most tokens of all texts in one call of the model; changes speed and
 *     memory, not the vectors; 0 for the device's default
 */
@RecordBuilder
public record OnnxEmbedder(
    String model,
    String file,
    boolean quantized,
    Pooling pooling,
    String prompt,
    int maxTokens,
    LongDocuments longDocuments,
    int chunkOverlap,
    Device device,
    int tokensPerBatch)
    implements Embedder, OnnxEmbedderBuilder.With {

  /** BERTopic's default for English. */
  public static final String ALL_MINI_LM_L6_V2 = "all-MiniLM-L6-v2";

  /** The model's own: {@code max_seq_length} of sentence-transformers, 256 for MiniLM. */
  public static final int DEFAULT_MAX_TOKENS = 0;

  /** Sentence-transformers' way. */
  public static final LongDocuments DEFAULT_LONG_DOCUMENTS = LongDocuments.TRUNCATE;

  /**
   * An eighth of MiniLM's 256 tokens: a sentence across a border is whole in one of the windows.
   */
  public static final int DEFAULT_CHUNK_OVERLAP = 32;

  public static final Device DEFAULT_DEVICE = Device.CPU;

  /** The device's default. */
  public static final int DEFAULT_TOKENS_PER_BATCH = 0;

  /**
   * Larger batches outgrow the processor's caches: 8,192 takes a seventh longer (decision 0002).
   */
  public static final int CPU_TOKENS_PER_BATCH = 1024;

  /** Enough work for a GPU to be busy: 512 texts of 64 tokens. */
  public static final int CUDA_TOKENS_PER_BATCH = 32_768;

  /** More rows give fuller batches of equal length. */
  private static final int CUDA_ROWS_PER_CALL = 8_192;

  private static final long serialVersionUID = 1L;

  /** Raised when the same model and parameters begin to give other vectors. */
  private static final String METHOD = "onnx v2";

  public OnnxEmbedder {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(pooling, "pooling");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(longDocuments, "longDocuments");
    Objects.requireNonNull(device, "device");
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          "model must not be blank; give " + ALL_MINI_LM_L6_V2 + " or a folder");
    }
    // One token between the two special tokens that BERT and similar models add to a text.
    if (maxTokens != 0 && maxTokens < 3) {
      throw Checks.invalid(
          "maxTokens must be 0 or at least 3, got %s; leave it at 0, what the model was trained for",
          maxTokens);
    }
    if (chunkOverlap < 0) {
      throw Checks.invalid(
          "chunkOverlap must not be negative, got %s; leave it at %s",
          chunkOverlap, DEFAULT_CHUNK_OVERLAP);
    }
    if (tokensPerBatch < 0) {
      throw Checks.invalid(
          "tokensPerBatch must not be negative, got %s; leave it at 0, what suits the device",
          tokensPerBatch);
    }
  }

  /** BERTopic's default, from the class path. */
  public static OnnxEmbedder allMiniLmL6V2() {
    return of(ALL_MINI_LM_L6_V2);
  }

  /**
   * A model with the other parameters at their defaults.
   *
   * @param model a folder (with a slash), {@code owner/name} on the hub, or a bare name: a model
   *     that comes as a jar, or else one of sentence-transformers' on the hub
   */
  public static OnnxEmbedder of(String model) {
    return new OnnxEmbedder(
        TransformerFiles.fullName(model),
        "",
        false,
        Pooling.MODEL,
        "",
        DEFAULT_MAX_TOKENS,
        DEFAULT_LONG_DOCUMENTS,
        DEFAULT_CHUNK_OVERLAP,
        DEFAULT_DEVICE,
        DEFAULT_TOKENS_PER_BATCH);
  }

  /** The model's name, or the last part of its folder. */
  @Override
  public String name() {
    String path = model.replace('\\', '/');
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    String last = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    int revision = last.indexOf('@');
    return revision > 0 && HubName.recognizes(model) ? last.substring(0, revision) : last;
  }

  /**
   * Reads the model's files on the first call in a JVM. Covers the version of ONNX Runtime and,
   * except for the CPU, the device, because these change the last bits of the vectors.
   */
  @Override
  public String fingerprint() {
    TransformerFiles files = files();
    return METHOD
        + ", onnxruntime "
        + OnnxModel.runtimeVersion()
        + (device == Device.CPU ? "" : " on " + device.name().toLowerCase(Locale.ROOT))
        + ", "
        + EmbeddingPlan.of(this, files.settings()).fingerprint()
        + ", "
        + ContentHash.of(files);
  }

  /** Opens the model on the first call in a JVM. */
  @Override
  public int dimension() {
    return work().dimension();
  }

  /**
   * @throws IllegalArgumentException if the model or a parameter cannot be used; the message names
   *     the file or parameter
   */
  @Override
  public EmbeddedTexts embed(List<String> texts) {
    return work().embed(texts);
  }

  /** With the model's prompt for queries, if it has one. */
  @Override
  public OnnxEmbedder forQueries() {
    return files().settings().prompts().containsKey(TransformerSettings.QUERY)
        ? withPrompt(TransformerSettings.QUERY)
        : this;
  }

  /**
   * Names the file that this machine chooses in a folder, and the current commit of a model on the
   * hub (downloaded if it is not in the cache), so that later runs give the same vectors.
   */
  @Override
  public OnnxEmbedder settled() {
    if (HubName.recognizes(model)) {
      return withModel(TransformerFiles.fetched(model, quantized).name().toString());
    }
    return file.isEmpty() && isFolderHere() && files() instanceof FolderModel folder
        ? withFile(folder.file())
        : this;
  }

  /** Ships a model folder to the executors, which need not have it. */
  @Override
  public OnnxEmbedder forExecutors(SparkContext spark) {
    if (HubName.recognizes(model)) {
      return withModel(TransformerFiles.fetched(model, quantized).folder().toString())
          .forExecutors(spark);
    }
    if (!isFolderHere() || !(files() instanceof FolderModel folder)) {
      return this;
    }
    ModelFolder sent = ModelShipping.ship(spark, Path.of(model), folder.paths());
    return withFile(folder.file()).withModel(sent.reference());
  }

  private boolean isFolderHere() {
    return TransformerFiles.isFolder(model)
        && !ModelFolder.isReference(model)
        && Files.isDirectory(Path.of(model));
  }

  @Override
  public int rowsPerCall() {
    return device == Device.CPU ? TextEmbedding.DEFAULT_ROWS_PER_CHUNK : CUDA_ROWS_PER_CALL;
  }

  private EmbeddingWork work() {
    OnnxModel open = OpenModels.shared(files(), device);
    int budget = open.device().isCuda() ? CUDA_TOKENS_PER_BATCH : CPU_TOKENS_PER_BATCH;
    return new EmbeddingWork(
        open,
        EmbeddingPlan.of(this, open.settings()),
        tokensPerBatch == 0 ? budget : tokensPerBatch);
  }

  private TransformerFiles files() {
    return TransformerFiles.locate(model, file, quantized, device);
  }
}
