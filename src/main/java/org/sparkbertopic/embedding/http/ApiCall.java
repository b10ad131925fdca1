package org.sparkbertopic.embedding.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.sparkbertopic.compat.SparkTask;
import org.sparkbertopic.embedding.EmbeddedTexts;
import org.sparkbertopic.http.ApiClient;
import org.sparkbertopic.http.RequestPool;
import org.sparkbertopic.http.TooLongException;

/**
 * One call of {@code embed}: sends the texts in requests of bounded size, several at once, and puts
 * each vector in its text's place. Finds texts that are too long for the server by halving the
 * request, and then cuts them.
 */
final class ApiCall {

  /** The share of a too long text that is tried next, if the server cannot cut it. */
  private static final double KEPT_SHARE = 0.75;

  private static final long LOOK_SECONDS = 1;

  private final HttpEmbedder embedder;
  private final ApiClient client;
  private final List<String> texts;
  private final float[][] vectors;
  private final boolean[] truncated;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong tokens = new AtomicLong();

  ApiCall(HttpEmbedder embedder, ApiClient client, List<String> texts) {
    this.embedder = embedder;
    this.client = client;
    this.texts = texts;
    this.vectors = new float[texts.size()][];
    this.truncated = new boolean[texts.size()];
  }

  /** The cost so far. */
  ApiUsage usage() {
    long done = Arrays.stream(vectors).filter(vector -> vector != null).count();
    return new ApiUsage(requests.get(), done, tokens.get());
  }

  /** Embeds all texts that are not blank; leaves the vectors of blank texts null. */
  EmbeddedTexts run() {
    ExecutorService pool = RequestPool.shared(embedder.url(), embedder.limits().requestsAtOnce());
    List<Future<?>> futures = new ArrayList<>();
    try {
      for (int[] batch : batches()) {
        futures.add(
            pool.submit(
                () -> {
                  embed(batch);
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        await(future);
      }
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
    requireOneDimension();
    return new EmbeddedTexts(vectors, truncated);
  }

  private List<int[]> batches() {
    List<int[]> batches = new ArrayList<>();
    int[] batch = new int[Math.min(texts.size(), embedder.limits().textsPerRequest())];
    int size = 0;
    long characters = 0;
    for (int i = 0; i < texts.size(); i++) {
      int length = texts.get(i).length();
      if (texts.get(i).isBlank()) {
        continue;
      }
      boolean full =
          size == batch.length || characters + length > embedder.limits().charactersPerRequest();
      if (size > 0 && full) {
        batches.add(Arrays.copyOf(batch, size));
        size = 0;
        characters = 0;
      }
      batch[size++] = i;
      characters += length;
    }
    if (size > 0) {
      batches.add(Arrays.copyOf(batch, size));
    }
    return batches;
  }

  private ApiMessages.Answer send(List<String> part, boolean cutHere)
      throws TooLongException, InterruptedException {
    return client.post(
        ApiMessages.request(embedder, part, cutHere),
        requests::incrementAndGet,
        body -> ApiMessages.answer(embedder.dialect(), body, part.size()));
  }

  private void embed(int[] batch) throws InterruptedException {
    List<String> part = new ArrayList<>(batch.length);
    for (int text : batch) {
      part.add(texts.get(text));
    }
    try {
      ApiMessages.Answer answer = send(part, false);
      tokens.addAndGet(answer.tokens());
      for (int i = 0; i < batch.length; i++) {
        vectors[batch[i]] = answer.vectors()[i];
      }
    } catch (TooLongException e) {
      if (batch.length == 1) {
        embedBeginning(batch[0]);
      } else {
        embed(Arrays.copyOfRange(batch, 0, batch.length / 2));
        embed(Arrays.copyOfRange(batch, batch.length / 2, batch.length));
      }
    }
  }

  private void embedBeginning(int index) throws InterruptedException {
    HttpDialect dialect = embedder.dialect();
    boolean serverCuts = dialect == HttpDialect.COHERE || dialect == HttpDialect.OLLAMA;
    String text = serverCuts ? texts.get(index) : shorter(texts.get(index));
    truncated[index] = true;
    while (true) {
      try {
        ApiMessages.Answer answer = send(List.of(text), serverCuts);
        tokens.addAndGet(answer.tokens());
        vectors[index] = answer.vectors()[0];
        return;
      } catch (TooLongException e) {
        if (text.length() <= 1) {
          throw new IllegalArgumentException(
              embedder.name() + " accepts no text at all (" + e.getMessage() + "); check model");
        }
        text = shorter(text);
      }
    }
  }

  private static String shorter(String text) {
    int end = Math.max(1, (int) (KEPT_SHARE * text.length()));
    if (end > 1 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static void await(Future<?> future) {
    while (true) {
      try {
        future.get(LOOK_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        SparkTask.stopIfKilled();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the thread was interrupted while it embedded", e);
      } catch (CancellationException e) {
        throw new IllegalStateException("the request was cancelled", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException("the texts could not be embedded", e.getCause());
      }
    }
  }

  private void requireOneDimension() {
    int dimension = embedder.dimensions();
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i] == null) {
        continue;
      }
      if (dimension == 0) {
        dimension = vectors[i].length;
      }
      if (vectors[i].length != dimension) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s must give vectors of %d numbers, got %d; %s",
                embedder.name(),
                dimension,
                vectors[i].length,
                embedder.dimensions() > 0
                    ? "set dimensions to what the model can give, or to 0 for its own"
                    : "the server has changed its model"));
      }
    }
  }
}
