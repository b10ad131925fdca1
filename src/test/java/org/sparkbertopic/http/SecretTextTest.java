package org.sparkbertopic.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://host/path?sig=SESAME&sv=2020",
        "https://host/path?a=1&auth=SESAME",
        "https://host/v1?subscription=SESAME",
        "'https://host/?code=SESAME' cannot be read",
        "s3a://AKIAKEY:SESAME@bucket/docs cannot be read",
        "s3a://AKIAKEY:SE/SESAME+x=@bucket/docs",
        "jdbc:postgresql://me:SESAME@host:5432/db",
        "jdbc:postgresql://host/db?user=me&password=SESAME",
        "jdbc:sqlserver://host;user=me;password=SESAME;encrypt=true",
        "https://SESAME@host/path",
        "wasbs://c@account.blob.core.windows.net/p?sig=SESAME",
        "Authorization: Bearer SESAMESESAME",
        "the header authorization=SESAME was refused",
        "password=SESAME, user=me",
        "{\"apiKey\": \"SESAME\"}",
        "pwd: SESAME",
        "fs.s3a.secret.key=SESAME",
        "hive://x?token=SESAME#part",
      })
  void no_secret_is_left(String text) {
    String open = SecretText.redacted(text);
    assertFalse(open.contains("SESAME"), open);
    assertTrue(open.contains(SecretText.REDACTED), open);
    assertEquals(open, SecretText.redacted(open));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://bucket/docs/part-?.parquet",
        "abfss://container@account.dfs.core.windows.net/docs",
        "hdfs://namenode:8020/docs/a@b.csv",
        "hdfs://namenode:8020/dt=2024-01-01",
        "http://localhost:11434/v1",
        "https://me.openai.azure.com/x?api-version=2024-02-01",
        "umap.n-neighbors must be at least 2, got 1; 15 is the usual choice",
        "vectorizer.token-pattern must have no groups",
        "representation.llm.key-variable: OPENAI_API_KEY must hold the key of api.openai.com",
        "max-tokens = 100",
        "scheduled__2024-01-01T00:00:00+00:00",
        "what is a secret? nobody knows",
      })
  void what_is_no_secret_stays(String text) {
    assertEquals(text, SecretText.redacted(text));
  }
}
