package org.sparkbertopic;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.sparkbertopic.device.NeighborsDevice;
import org.sparkbertopic.embedding.Embedder;
import org.sparkbertopic.params.OneOf;
import org.sparkbertopic.params.PartParam;

/** The parameters of a {@link BERTopicModel}: names of its columns, and what lies outside of it. */
abstract class BERTopicModelParams extends Model<BERTopicModel>
    implements BERTopicColumns<BERTopicModel> {

  private static final long serialVersionUID = 1L;

  static final String NEIGHBORS_DEVICE = "neighborsDevice";

  static final String NEIGHBORS_DEVICE_DOC =
      "where UMAP's neighbours are searched: CPU (approximately), or exactly by CUDA, AUTO (CUDA"
          + " where it works) or ONNX_CPU; not set: CPU";

  private final String uid;
  private final Columns columns;
  private final PartParam<Embedder> textEmbedder;
  private final Param<String> answers;
  private final Param<String> neighborsDevice;

  BERTopicModelParams(String uid) {
    this.uid = uid;
    this.columns =
        new Columns(
            this,
            "column of the documents' keys, which operations on the corpus need; the fit's, or id");
    this.textEmbedder =
        new PartParam<>(
            this, "textEmbedder", "text to vector, in place of the fit's own", Embedder.class);
    this.answers =
        new Param<>(
            this,
            "answers",
            "folder where operations on topics keep the answers of a language model; not set: they are not kept");
    this.neighborsDevice =
        new Param<>(
            this,
            NEIGHBORS_DEVICE,
            NEIGHBORS_DEVICE_DOC,
            new OneOf(NEIGHBORS_DEVICE, NeighborsDevice.values()));
    setDefault(idCol(), DEFAULT_ID_COL);
  }

  private <T> BERTopicModel with(Param<T> param, T value) {
    set(param, value);
    return (BERTopicModel) this;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Columns columnParams() {
    return columns;
  }

  /** Embeds texts in place of the model's own embedder. */
  public Param<Embedder> textEmbedder() {
    return textEmbedder;
  }

  /** Where operations on topics keep what a language model answers. */
  public Param<String> answers() {
    return answers;
  }

  /**
   * Empty where it is not set: nothing is kept then. A default does not count: it comes from a
   * file, which must not name a folder to read.
   */
  public String getAnswers() {
    return isSet(answers) ? getOrDefault(answers) : "";
  }

  /** Where UMAP's neighbours are searched. */
  public Param<String> neighborsDevice() {
    return neighborsDevice;
  }

  /** {@code CPU} where it is not set: a saved model does not choose a device. */
  public NeighborsDevice getNeighborsDevice() {
    return isSet(neighborsDevice)
        ? NeighborsDevice.valueOf(getOrDefault(neighborsDevice))
        : NeighborsDevice.CPU;
  }

  /** Column of the documents' keys: that of the fit, and {@code id} where it had none. */
  public String getIdCol() {
    return getOrDefault(idCol());
  }

  /**
   * Sets what embeds texts: for a model that Python saved, or that was fitted on given embeddings.
   * It must be the model that made the embeddings of the fit.
   */
  public BERTopicModel setTextEmbedder(Embedder value) {
    return with(textEmbedder, value);
  }

  /**
   * Sets where UMAP's neighbours are searched for documents that the sample does not have. All but
   * {@code CPU} compare with the whole sample: neighbours are exact, and the same on every device;
   * those of {@code CPU} differ. It is not a part of the model.
   */
  public BERTopicModel setNeighborsDevice(NeighborsDevice value) {
    return with(neighborsDevice, value.name());
  }

  /**
   * Sets the folder where operations on topics keep what a language model answers, so that no
   * question is paid for twice. The folder of the fit, which may be shared, is read and never
   * written to.
   */
  public BERTopicModel setAnswers(String value) {
    return with(answers, value);
  }
}
