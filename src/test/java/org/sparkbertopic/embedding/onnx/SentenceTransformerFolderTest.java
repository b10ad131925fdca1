package org.sparkbertopic.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sparkbertopic.embedding.onnx.TinyModel.CLS;
import static org.sparkbertopic.embedding.onnx.TinyModel.COLON;
import static org.sparkbertopic.embedding.onnx.TinyModel.CUT;
import static org.sparkbertopic.embedding.onnx.TinyModel.PEACE;
import static org.sparkbertopic.embedding.onnx.TinyModel.QUERY;
import static org.sparkbertopic.embedding.onnx.TinyModel.SEP;
import static org.sparkbertopic.embedding.onnx.TinyModel.TAX;
import static org.sparkbertopic.embedding.onnx.TinyModel.WAR;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbertopic.embedding.onnx.folder.Pooling;

/**
 * Folders as sentence-transformers and transformers write them, around a graph that looks tokens up
 * in a table: everything else is computed by hand.
 */
class SentenceTransformerFolderTest {

  private static final String TEXT = "tax cut peace";
  private static final int[] TOKENS = {CLS, TAX, CUT, PEACE, SEP};

  @TempDir Path folder;

  private TinyModel model() {
    return TinyModel.in(folder);
  }

  private static float[] embed(OnnxEmbedder embedder, String text) {
    return embedder.embed(List.of(text)).vectors()[0];
  }

  private static float[] mean(int... tokens) {
    float[] mean = new float[TinyModel.DIMENSION];
    for (int token : tokens) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += TinyModel.vector(token)[i] / tokens.length;
      }
    }
    return mean;
  }

  private static float[] unit(float... vector) {
    double length = 0;
    for (float x : vector) {
      length += (double) x * x;
    }
    float[] unit = vector.clone();
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= (float) Math.sqrt(length);
    }
    return unit;
  }

  private static String refused(OnnxEmbedder embedder) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> embed(embedder, TEXT));
    return e.getMessage();
  }

  @Test
  void the_modules_say_how_tokens_become_a_vector() {
    TinyModel model = model().modules("Pooling").pooling("mean_tokens");
    assertArrayEquals(mean(TOKENS), embed(model.embedder(), TEXT), 1e-5f);
    model.modules("Pooling", "Normalize");
    assertArrayEquals(unit(mean(TOKENS)), embed(model.embedder(), TEXT), 1e-6f);
    model.pooling("cls_token");
    assertArrayEquals(unit(TinyModel.vector(CLS)), embed(model.embedder(), TEXT), 1e-6f);
    model.pooling("lasttoken");
    assertArrayEquals(unit(TinyModel.vector(SEP)), embed(model.embedder(), TEXT), 1e-6f);
  }

  @Test
  void several_poolings_are_concatenated_in_sentence_transformers_order() {
    TinyModel model =
        model()
            .modules("Pooling")
            .pooling(
                "mean_tokens",
                "lasttoken",
                "cls_token",
                "max_tokens",
                "weightedmean_tokens",
                "mean_sqrt_len_tokens");
    float[] mean = mean(TOKENS);
    List<float[]> parts = new ArrayList<>();
    parts.add(TinyModel.vector(CLS));
    float[] max = {PEACE + 0.5f, (float) Math.sin(CLS), 1};
    parts.add(max);
    parts.add(mean);
    float[] root = new float[3];
    float[] weighted = new float[3];
    for (int i = 0; i < 3; i++) {
      root[i] = (float) (mean[i] * Math.sqrt(5));
      for (int t = 0; t < 5; t++) {
        weighted[i] += (t + 1) * TinyModel.vector(TOKENS[t])[i] / 15;
      }
    }
    parts.add(root);
    parts.add(weighted);
    parts.add(TinyModel.vector(SEP));
    float[] vector = embed(model.embedder(), TEXT);
    assertEquals(18, model.embedder().dimension());
    assertEquals(18, vector.length);
    for (int i = 0; i < parts.size(); i++) {
      assertArrayEquals(parts.get(i), Arrays.copyOfRange(vector, 3 * i, 3 * i + 3), 1e-5f, "" + i);
    }
  }

  @Test
  void a_pooling_file_may_name_the_way_instead_of_switches() {
    TinyModel model = model().modules("Pooling");
    model.file("1_Pooling/config.json", "{\"pooling_mode\": \"cls\"}");
    assertArrayEquals(TinyModel.vector(CLS), embed(model.embedder(), TEXT), 1e-6f);
    model.file("1_Pooling/config.json", "{\"word_embedding_dimension\": 3}");
    assertArrayEquals(mean(TOKENS), embed(model.embedder(), TEXT), 1e-5f);
  }

  @ParameterizedTest
  @CsvSource({
    "linear.Identity, -6, 0.25",
    "activation.Tanh, -0.99998771, 0.24491866",
    "activation.ReLU, 0, 0.25",
    "activation.Sigmoid, 0.00247262, 0.5621765",
    "activation.SiLU, -0.01483574, 0.14054412",
  })
  void a_dense_layer_is_applied_between_pooling_and_normalizing(
      String activation, float a, float b) {
    float[] cls = TinyModel.vector(CLS);
    float[][] weights = {{1, 0, 0}, {0, 0, 0.25f}};
    float[] bias = {-6 - cls[0], 0.25f - 0.25f * cls[2]};
    TinyModel model =
        model()
            .modules("Pooling", "Dense")
            .pooling("cls_token")
            .dense("2_Dense", weights, bias, activation);
    assertArrayEquals(new float[] {a, b}, embed(model.embedder(), TEXT), 1e-6f);
    model.modules("Pooling", "Dense", "Dropout", "Normalize");
    assertArrayEquals(unit(a, b), embed(model.embedder(), TEXT), 1e-6f);
    assertEquals(2, model.embedder().dimension());
  }

  @Test
  void a_dense_layer_that_does_not_fit_is_refused() {
    TinyModel model =
        model()
            .modules("Pooling", "Dense")
            .pooling("cls_token", "mean_tokens")
            .dense("2_Dense", new float[][] {{1, 0, 0}}, new float[1], "activation.Tanh");
    String message = refused(model.embedder());
    assertTrue(message.contains("2_Dense") && message.contains("6 numbers"), message);
    model.file("2_Dense/config.json", "{\"in_features\": 4, \"out_features\": 1}");
    assertTrue(refused(model.embedder()).contains("F32[1, 3]"), refused(model.embedder()));
    model.file(
        "2_Dense/config.json",
        "{\"in_features\": 3, \"out_features\": 1, \"activation_function\": \"torch.nn.Hard\"}");
    assertTrue(refused(model.embedder()).contains("Identity, Tanh"), refused(model.embedder()));
  }

  @Test
  void pickles_are_refused_with_the_way_to_convert_them() {
    TinyModel model =
        model()
            .modules("Pooling", "Dense")
            .pooling("mean_tokens")
            .file("2_Dense/config.json", "{\"in_features\": 3, \"out_features\": 3}")
            .file("2_Dense/pytorch_model.bin", "PK");
    String message = refused(model.embedder());
    assertTrue(message.contains("pytorch_model.bin, a pickle"), message);
    assertTrue(message.contains("safe_serialization=True"), message);
    model.without("model.onnx").file("pytorch_model.bin", "PK");
    message = refused(model.embedder());
    assertTrue(message.contains("optimum-cli export onnx"), message);
    assertTrue(message.contains("PyTorch only"), message);
  }

  @Test
  void a_module_that_is_not_here_is_named() {
    TinyModel model = model().modules("Pooling", "LSTM").pooling("mean_tokens");
    assertTrue(refused(model.embedder()).contains("got LSTM"), refused(model.embedder()));
    model.file("modules.json", "[{\"type\": \"x.WordEmbeddings\", \"path\": \"\"}]");
    assertTrue(refused(model.embedder()).contains("a Transformer"), refused(model.embedder()));
    model.file("modules.json", "[{\"type\": \"x.Transformer\", \"path\": \"../other\"}]");
    assertTrue(refused(model.embedder()).contains("below the model's"), refused(model.embedder()));
  }

  @Test
  void the_transformer_may_lie_in_a_folder_of_its_own() {
    TinyModel model = TinyModel.in(folder.resolve("0_Transformer"));
    assertEquals(3, model.embedder().dimension());
    TinyModel whole = TinyModel.in(folder).without("model.onnx").without("tokenizer.json");
    whole.pooling("cls_token");
    whole.file(
        "modules.json",
        "[{\"type\": \"Transformer\", \"path\": \"0_Transformer\"},"
            + " {\"type\": \"Pooling\", \"path\": \"1_Pooling\"}]");
    assertArrayEquals(TinyModel.vector(CLS), embed(whole.embedder(), TEXT), 1e-6f);
  }

  @Test
  void texts_are_cut_at_the_models_own_length_unless_another_is_given() {
    TinyModel model = model().modules("Pooling").pooling("mean_tokens");
    String text = "tax ".repeat(400);
    assertEquals(254, seen(model.embedder(), text));
    model.file("tokenizer_config.json", "{\"model_max_length\": 100}");
    assertEquals(98, seen(model.embedder(), text));
    model.file("config.json", "{\"max_position_embeddings\": 64, \"model_type\": \"bert\"}");
    assertEquals(62, seen(model.embedder(), text));
    model.file(
        "config.json",
        "{\"max_position_embeddings\": 66, \"model_type\": \"roberta\", \"pad_token_id\": 1}");
    assertEquals(62, seen(model.embedder(), text));
    model.file("tokenizer_config.json", "{\"model_max_length\": 1000000000000000019884624838656}");
    assertEquals(62, seen(model.embedder(), text));
    model.file("sentence_bert_config.json", "{\"max_seq_length\": 12, \"do_lower_case\": false}");
    assertEquals(10, seen(model.embedder(), text));
    assertEquals(5, seen(model.embedder().withMaxTokens(7), text));
  }

  private static long seen(OnnxEmbedder embedder, String text) {
    return embedder.embed(List.of(text)).tokensSeen();
  }

  @Test
  void lower_case_is_as_the_files_say() {
    TinyModel model = model().modules("Pooling").pooling("mean_tokens");
    int unknown = 1;
    assertArrayEquals(mean(CLS, unknown, SEP), embed(model.embedder(), "TAX"), 1e-5f);
    model.file("sentence_bert_config.json", "{\"do_lower_case\": true}");
    assertArrayEquals(mean(CLS, TAX, SEP), embed(model.embedder(), "TAX"), 1e-5f);
    model.without("sentence_bert_config.json");
    model.file("tokenizer_config.json", "{\"do_lower_case\": true}");
    assertArrayEquals(mean(CLS, TAX, SEP), embed(model.embedder(), "TAX"), 1e-5f);
  }

  @Test
  void prompts_are_taken_from_the_files_by_name_or_given_as_text() {
    TinyModel model = model().modules("Pooling").pooling("mean_tokens");
    model.file(
        "config_sentence_transformers.json",
        "{\"prompts\": {\"query\": \"query: \", \"document\": \"\"},"
            + " \"default_prompt_name\": null}");
    float[] plain = mean(TOKENS);
    float[] asked = mean(CLS, QUERY, COLON, TAX, CUT, PEACE, SEP);
    OnnxEmbedder embedder = model.embedder();
    assertArrayEquals(plain, embed(embedder, TEXT), 1e-5f);
    assertArrayEquals(asked, embed(embedder.withPrompt("query"), TEXT), 1e-5f);
    assertArrayEquals(asked, embed(embedder.withPrompt("query: "), TEXT), 1e-5f);
    assertArrayEquals(asked, embed(embedder.forQueries(), TEXT), 1e-5f);
    assertArrayEquals(plain, embed(embedder.withPrompt("document"), TEXT), 1e-5f);
    model.file(
        "config_sentence_transformers.json",
        "{\"prompts\": {\"query\": \"query: \"}, \"default_prompt_name\": \"query\"}");
    assertArrayEquals(asked, embed(embedder, TEXT), 1e-5f);
    assertArrayEquals(plain, embed(embedder.withPrompt("none"), TEXT), 1e-5f);
    String message = refused(embedder.withPrompt("qery"));
    assertTrue(message.contains("[query]") && message.contains("got qery"), message);
    model.file("config_sentence_transformers.json", "{\"default_prompt_name\": \"passage\"}");
    assertTrue(refused(embedder).contains("default_prompt_name"), refused(embedder));
  }

  @Test
  void tokens_of_the_prompt_are_left_out_where_the_model_says_so() {
    TinyModel model = model().modules("Pooling");
    model.file(
        "1_Pooling/config.json", "{\"pooling_mode_mean_tokens\": true, \"include_prompt\": false}");
    OnnxEmbedder embedder = model.embedder().withPrompt("query: ");
    assertArrayEquals(mean(TAX, CUT, PEACE, SEP), embed(embedder, TEXT), 1e-5f);
    assertArrayEquals(mean(TOKENS), embed(model.embedder(), TEXT), 1e-5f);
  }

  @Test
  void any_transformer_is_pooled_as_asked_and_scaled_to_length_one() {
    OnnxEmbedder embedder = model().embedder();
    assertArrayEquals(unit(mean(TOKENS)), embed(embedder, TEXT), 1e-6f);
    assertArrayEquals(
        unit(TinyModel.vector(CLS)), embed(embedder.withPooling(Pooling.CLS), TEXT), 1e-6f);
    float[] max = {PEACE + 0.5f, (float) Math.sin(CLS), 1};
    assertArrayEquals(unit(max), embed(embedder.withPooling(Pooling.MAX), TEXT), 1e-6f);
  }

  @Test
  void a_parameter_overrides_the_pooling_of_the_files() {
    TinyModel model = model().modules("Pooling").pooling("mean_tokens");
    OnnxEmbedder cls = model.embedder().withPooling(Pooling.CLS);
    assertArrayEquals(TinyModel.vector(CLS), embed(cls, TEXT), 1e-6f);
    assertNotEquals(model.embedder().fingerprint(), cls.fingerprint());
  }

  @Test
  void outputs_of_other_names_are_found() {
    TinyModel model = model().file("model.onnx", TinyModel.tokens("token_embeddings").toBytes());
    assertArrayEquals(unit(mean(TOKENS)), embed(model.embedder(), TEXT), 1e-6f);
    model.file("model.onnx", TinyModel.tokens("encoder_out").toBytes());
    assertArrayEquals(unit(mean(TOKENS)), embed(model.embedder(), TEXT), 1e-6f);
  }

  @Test
  void an_axis_of_unknown_length_is_measured() {
    byte[] graph =
        TinyModel.graph(OnnxWriter.INT64)
            .node("Gather", List.of("table", "input_ids"), "last_hidden_state")
            .output("last_hidden_state", OnnxWriter.FLOAT, -1, -1, -1)
            .toBytes();
    assertEquals(3, model().file("model.onnx", graph).embedder().dimension());
  }

  private static OnnxWriter ready(String tokens) {
    return TinyModel.graph(OnnxWriter.INT64)
        .node("Gather", List.of("table", "input_ids"), tokens)
        .meanOver(1, tokens, "sentence_embedding")
        .output("sentence_embedding", OnnxWriter.FLOAT, -1, TinyModel.DIMENSION);
  }

  @Test
  void a_ready_vector_is_taken_as_it_is() {
    TinyModel model = model().file("model.onnx", ready("inner").toBytes());
    OnnxEmbedder embedder = model.embedder();
    assertArrayEquals(mean(TOKENS), embed(embedder, TEXT), 1e-5f);
    String message = refused(embedder.withPooling(Pooling.CLS));
    assertTrue(message.contains("pooling must be model, got cls"), message);
  }

  @Test
  void of_tokens_and_a_ready_vector_the_files_pooling_decides() {
    byte[] both =
        ready("token_embeddings")
            .output("token_embeddings", OnnxWriter.FLOAT, -1, -1, TinyModel.DIMENSION)
            .toBytes();
    TinyModel model = model().file("model.onnx", both);
    assertArrayEquals(mean(TOKENS), embed(model.embedder(), TEXT), 1e-5f);
    assertArrayEquals(
        unit(TinyModel.vector(CLS)), embed(model.embedder().withPooling(Pooling.CLS), TEXT), 1e-6f);
    model.modules("Pooling", "Normalize").pooling("max_tokens");
    float[] max = {PEACE + 0.5f, (float) Math.sin(CLS), 1};
    assertArrayEquals(unit(max), embed(model.embedder(), TEXT), 1e-6f);
  }

  @Test
  void a_ready_vector_may_be_of_another_length_than_tokens() {
    byte[] both =
        TinyModel.graph(OnnxWriter.INT64)
            .node("Gather", List.of("table", "input_ids"), "token_embeddings")
            .meanOver(1, "token_embeddings", "mean")
            .weights("layer", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
            .node("MatMul", List.of("mean", "layer"), "sentence_embedding")
            .output("token_embeddings", OnnxWriter.FLOAT, -1, -1, 3)
            .output("sentence_embedding", OnnxWriter.FLOAT, -1, 2)
            .toBytes();
    OnnxEmbedder embedder = model().file("model.onnx", both).embedder();
    assertEquals(2, embedder.dimension());
    assertEquals(2, embed(embedder, TEXT).length);
    assertEquals(3, embedder.withPooling(Pooling.CLS).dimension());
    assertEquals(3, embed(embedder.withPooling(Pooling.CLS), TEXT).length);
  }

  @Test
  void positions_and_narrow_numbers_are_given_where_the_model_asks() {
    float[] places = new float[40];
    for (int i = 0; i < places.length; i++) {
      places[i] = 100 * i;
    }
    byte[] graph =
        TinyModel.graph(OnnxWriter.INT32)
            .input("position_ids", OnnxWriter.INT32, -1, -1)
            .input("token_type_ids", OnnxWriter.INT32, -1, -1)
            .weights("places", places, 40, 1)
            .node("Gather", List.of("table", "input_ids"), "words")
            .node("Gather", List.of("places", "position_ids"), "where")
            .node("Add", List.of("words", "where"), "last_hidden_state")
            .output("last_hidden_state", OnnxWriter.FLOAT, -1, -1, 3)
            .toBytes();
    TinyModel model = model().file("model.onnx", graph).modules("Pooling").pooling("lasttoken");
    float[] sep = TinyModel.vector(SEP);
    assertEquals(sep[0] + 400, embed(model.embedder(), TEXT)[0]);
    model.file("config.json", "{\"model_type\": \"xlm-roberta\", \"pad_token_id\": 1}");
    assertEquals(sep[0] + 600, embed(model.embedder(), TEXT)[0]);
  }

  @Test
  void a_graph_exported_for_one_text_at_a_time_is_given_one() {
    byte[] graph =
        new OnnxWriter()
            .input("input_ids", OnnxWriter.INT64, 1, -1)
            .weights("table", TinyModel.table(), TinyModel.VOCABULARY.size(), 3)
            .node("Gather", List.of("table", "input_ids"), "last_hidden_state")
            .output("last_hidden_state", OnnxWriter.FLOAT, 1, -1, 3)
            .toBytes();
    OnnxEmbedder embedder = model().file("model.onnx", graph).embedder();
    float[][] vectors = embedder.embed(List.of("tax", "war", "cut")).vectors();
    assertArrayEquals(unit(mean(CLS, WAR, SEP)), vectors[1], 1e-6f);
  }

  @Test
  void other_inputs_and_outputs_are_refused_with_what_there_is_and_what_was_looked_for() {
    TinyModel model = model();
    model.file(
        "model.onnx",
        TinyModel.tokens("last_hidden_state").input("task_id", OnnxWriter.INT64, -1).toBytes());
    String message = refused(model.embedder());
    assertTrue(message.contains("task_id") && message.contains("position_ids"), message);
    assertTrue(message.contains(model.path("model.onnx").toString()), message);

    byte[] logits =
        TinyModel.graph(OnnxWriter.INT64)
            .node("Gather", List.of("table", "input_ids"), "inner")
            .meanOver(1, "inner", "logits")
            .output("logits", OnnxWriter.FLOAT, -1, 3)
            .toBytes();
    message = refused(model.file("model.onnx", logits).embedder());
    assertTrue(message.contains("name=logits") && message.contains("last_hidden_state"), message);
    assertTrue(message.contains("sentence_embedding of shape"), message);

    byte[] fixed =
        new OnnxWriter()
            .input("input_ids", OnnxWriter.INT64, 1, 128)
            .weights("table", TinyModel.table(), TinyModel.VOCABULARY.size(), 3)
            .node("Gather", List.of("table", "input_ids"), "last_hidden_state")
            .output("last_hidden_state", OnnxWriter.FLOAT, 1, 128, 3)
            .toBytes();
    message = refused(model.file("model.onnx", fixed).embedder());
    assertTrue(message.contains("dynamic axes"), message);
  }

  @Test
  void weights_in_a_file_beside_are_found_and_belong_to_the_fingerprint() {
    byte[] graph =
        new OnnxWriter()
            .input("input_ids", OnnxWriter.INT64, -1, -1)
            .weightsIn("weights.bin", "table", TinyModel.VOCABULARY.size(), 3)
            .node("Gather", List.of("table", "input_ids"), "last_hidden_state")
            .output("last_hidden_state", OnnxWriter.FLOAT, -1, -1, 3)
            .toBytes();
    TinyModel model = model().file("model.onnx", graph);
    String message = refused(model.embedder());
    assertTrue(message.contains("weights.bin, which is not there"), message);
    float[] table = TinyModel.table();
    model.file("weights.bin", OnnxWriter.littleEndian(table));
    assertArrayEquals(unit(mean(TOKENS)), embed(model.embedder(), TEXT), 1e-6f);
    String before = model.embedder().fingerprint();
    table[0] = 17;
    model.file("weights.bin", OnnxWriter.littleEndian(table));
    assertNotEquals(before, model.embedder().fingerprint());
  }

  @Test
  void weights_that_are_no_numbers_are_refused_and_a_text_that_gives_none_gets_the_zero_vector() {
    float[] table = TinyModel.table();
    table[CLS * 3] = Float.NaN;
    byte[] broken = gather(table);
    String message = refused(model().file("model.onnx", broken).embedder());
    assertTrue(message.contains("NaN") && message.contains("model.onnx"), message);
    table = TinyModel.table();
    table[WAR * 3] = Float.POSITIVE_INFINITY;
    OnnxEmbedder embedder = model().file("model.onnx", gather(table)).embedder();
    float[][] vectors = embedder.embed(List.of("war", TEXT)).vectors();
    assertArrayEquals(new float[3], vectors[0]);
    assertArrayEquals(unit(mean(TOKENS)), vectors[1], 1e-6f);
  }

  private static byte[] gather(float[] table) {
    return new OnnxWriter()
        .input("input_ids", OnnxWriter.INT64, -1, -1)
        .weights("table", table, TinyModel.VOCABULARY.size(), 3)
        .node("Gather", List.of("table", "input_ids"), "last_hidden_state")
        .output("last_hidden_state", OnnxWriter.FLOAT, -1, -1, 3)
        .toBytes();
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void every_pooling_gives_a_text_the_same_bits_in_any_company(Pooling pooling) {
    OnnxEmbedder embedder = model().embedder().withPooling(pooling);
    long seed = 5;
    Random random = new Random(seed);
    List<String> words = new ArrayList<>(List.of("tax", "cut", "war", "peace", "the", "schools"));
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(words, random);
      texts.add(String.join(" ", words.subList(0, random.nextInt(words.size()))));
    }
    float[][] together = embedder.embed(texts).vectors();
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(embed(embedder, texts.get(i)), together[i], texts.get(i));
    }
  }
}
