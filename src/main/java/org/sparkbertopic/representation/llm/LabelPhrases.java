package org.sparkbertopic.representation.llm;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Phrases that models write around a label, in the most common languages: words for "topic" and
 * similar, openings of a preamble, and apologies. A line is a preamble only if it consists of
 * nothing else, so that a label with a colon stays complete.
 */
final class LabelPhrases {

  /** Words for a label. */
  private static final List<String> LABEL_WORDS =
      List.of(
          "topic|label|name|heading|headline|title|answer|category|theme|subject|caption|response"
              + "|output|result|suggestion|option",
          "thema|titel|überschrift|bezeichnung|antwort|kategorie|vorschlag|oberbegriff",
          "sujet|thème|titre|étiquette|réponse|nom|catégorie|intitulé|libellé",
          "tema|título|etiqueta|respuesta|nombre|categoría|encabezado|tópico|rótulo|resposta|nome"
              + "|categoria|assunto",
          "argomento|titolo|etichetta|risposta|onderwerp|antwoord|naam|categorie|kop",
          "temat|tytuł|nazwa|odpowiedź|etykieta|kategoria|nagłówek|téma|název|odpověď|nadpis",
          "тема|название|заголовок|ответ|метка|категория|назва|відповідь",
          "konu|başlık|etiket|cevap|ämne|emne|rubrik|svar|navn|namn|tittel|aihe|otsikko|nimi",
          "cím|név|subiect|titlu|nume|chủ đề|tiêu đề|tên|topik|judul|θέμα|τίτλος|נושא|כותרת",
          "الموضوع|العنوان|الاسم|الإجابة|موضوع|عنوان|विषय|शीर्षक|नाम|उत्तर|หัวข้อ",
          "主题|标题|名称|标签|答案|类别|话题|主題|標題|名稱|標籤|類別|話題",
          "トピック|タイトル|見出し|名前|ラベル|回答|テーマ|주제|제목|이름|답변|레이블|라벨|토픽|주제명");

  /** Words that occur next to them in a preamble. */
  private static final String OTHERS =
      "the|a|an|this|that|of|for|is|are|would|could|be|was|my|your|its|here|here's|here’s|short"
          + "|suggested|proposed|best|suitable|appropriate|possible|final|concise|good|group|groups"
          + "|texts|documents|collection|set|generated|in|one|catalogue|catalog|as|und|der|die|das"
          + "|ein|eine|einen|für|diese|dieses|ist|lautet|wäre|hier|passende|mögliche|kurze|gruppe"
          + "|le|la|les|l|un|une|de|du|des|ce|cette|pour|est|voici|serait|court|el|los|las|una|para"
          + "|este|esta|es|sería|aquí|está|o|os|um|uma|é|do|da|il|lo|per|questo|è|ecco|het|een|voor"
          + "|deze|is|to|jest|dla|это|для|вот|эта|#?\\d{1,3}|这个|的|是|为|こちら|は|です|은|는";

  private static final String LABEL_WORD = "(?:" + String.join("|", LABEL_WORDS) + ")";

  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  private static final String COLON = "\\s*[:：=→]\\s*";

  /**
   * "Topic label:", "The best name for this group is:". Of at most 15 words before and after the
   * one for "label": Java's matcher calls itself for each, and a model that loses its way repeats
   * them thousands of times.
   */
  private static final String PREAMBLE_WORDS =
      "(?:(?:%1$s)\\W{1,3}){0,15}%2$s(?:\\W{0,3}(?:%1$s|%2$s)(?!\\w)){0,15}"
          .replace("%1$s", OTHERS)
          .replace("%2$s", LABEL_WORD);

  static final Pattern PREFIX = Pattern.compile("^" + PREAMBLE_WORDS + COLON, FLAGS);

  /** A heading that only announces what follows: "Topic label". */
  static final Pattern NO_MORE_THAN_PREAMBLE =
      Pattern.compile("^" + PREAMBLE_WORDS + "[\\s:：.]*$", FLAGS);

  /** "Topic - Sports", with a dash instead of a colon after a single word. */
  static final Pattern DASHED = Pattern.compile("^" + LABEL_WORD + "\\s+[-–—]\\s+", FLAGS);

  /** "The topic is Sports". */
  static final Pattern IS =
      Pattern.compile(
          "^(?:(?:the|this|das|die|der|le|la|el|o|il|lo|l|het|de)\\W{1,2})?%s\\W(?:label |name )?(?:for this group )?(?:is|would be|could be|ist|lautet|wäre|est|serait|es|sería|é|seria|è|sarebbe)\\s+"
              .replace("%s", LABEL_WORD),
          FLAGS);

  /** "这组文本的主题是：体育", with or without the colon after 是. */
  static final Pattern CJK_PREFIX =
      Pattern.compile(
          "^[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\s、，]{0,15}(?:主题|标题|名称|标签|答案|类别|话题|主題|標題|名稱|標籤|類別|話題|トピック|タイトル|見出し|名前|ラベル|回答|テーマ|주제|제목|이름|답변|레이블|라벨|토픽)(?:(?:名|如下)?\\s*(?:是|为|為|は|는|은)?\\s*[:：]\\s*|是|为|為)");

  /** Openings of an answer before the label. */
  private static final String OPENINGS =
      "sure(?: thing)?|certainly|of course|okay|ok|alright|absolutely|great|got it|here(?:'s|’s| is| are| you go)"
          + "|based on|after (?:reviewing|analy[sz]ing)|i (?:would|suggest|propose|think|recommend)|i'd|i’d|let me|let's"
          + "|a (?:good|suitable|fitting|possible|short|concise)\\b|gerne|natürlich|klar|selbstverständlich|sicher"
          + "|hier (?:ist|sind|kommt)|bien sûr|d'accord|d’accord|voici|certainement|volontiers|claro|por supuesto"
          + "|aquí (?:está|tienes|tiene)|desde luego|com certeza|aqui está|certo|certamente|ecco|natuurlijk"
          + "|oczywiście|jasne|oto|конечно|хорошо|вот|звичайно|ось|tabii|elbette|işte|självklart|här är"
          + "|her er|好的|当然|當然|以下|这是|這是|根据|根據|はい|もちろん|以下|こちら|承知|네|물론|다음|알겠습니다"
          + "|بالطبع|إليك|حسنا|ज़रूर|यहाँ|यह रहा|tentu|baik|berikut|chắc chắn|dưới đây|đây là|בטח|הנה|βεβαίως|ορίστε";

  /** A line with such an opening is a preamble if it ends in a colon. */
  static final Pattern OPENING = Pattern.compile("^(?:" + OPENINGS + ")(?!\\w)", FLAGS);

  private static final Pattern CJK_OPENING =
      Pattern.compile("^(?:好的|当然|當然|以下|这是|這是|根据|根據|はい|もちろん|こちら|承知|네|물론|다음|알겠습니다)");

  /** "Sure!", "Okay, ": interjections before the answer. */
  static final Pattern ASIDE =
      Pattern.compile(
          "^(?:sure(?: thing)?|certainly|of course|okay|ok|alright|absolutely|great|got it|gerne|natürlich|klar"
              + "|selbstverständlich|bien sûr|d'accord|d’accord|volontiers|claro(?: que sí)?|por supuesto|com certeza"
              + "|certo|certamente|natuurlijk|oczywiście|jasne|конечно|хорошо|звичайно|tabii(?: ki)?|elbette"
              + "|självklart|selvfølgelig|好的|当然(?:可以)?|當然(?:可以)?|はい|もちろん(?:です)?|承知しました|네|물론(?:입니다|이죠)?|알겠습니다"
              + "|بالطبع|tentu(?: saja)?|baik|chắc chắn rồi)(?:\\s*[!,.，。！、]+\\s*|\\s*$)",
          FLAGS);

  /** Apologies and similar, whatever follows. */
  private static final Pattern APOLOGY =
      Pattern.compile(
          "^(?:(?:i'm|i’m|i am|we're|we are) (?:very |so |really |truly |afraid |deeply )*+(?:sorry|unable|not able|afraid|just an|only an)"
              + "|(?:sorry|apologies|my apologies|unfortunately)\\s*[,.!:;—-]|i apologi[sz]e"
              + "|unfortunately,? (?:i|it|there|this)\\b|as an? (?:ai|large language|language model|assistant)\\b"
              + "|i (?:can't|can’t|cannot|can not|won't|won’t|do not|don't|don’t|could not|couldn't|couldn’t|am not able to) (?:help|assist|provide|determine|identify|find|generate|create|label|name|answer|comply|fulfil|do that|do this|process|give|have enough|discuss|engage)"
              + "|(?:unable to|cannot|can't|can’t|not possible to|impossible to) (?:determine|identify|provide|generate|assign|label|name|help|assist|answer|comply)"
              + "|(?:could|can|would) you (?:please )?(?:provide|share|give|clarify)|please (?:provide|share|give|clarify)"
              + "|(?:es )?tut mir leid|entschuldig|als (?:ki|sprachmodell)\\b|(?:je suis |je )?désolée?s?\\s*[,.!]|je suis (?:désolé|navré)|je m['’]excuse"
              + "|lo siento|disculpa|desculp|sinto muito|lamento[,. ]|mi dispiace|het spijt me|przepraszam|przykro mi|omlouvám se"
              + "|извините|простите|к сожалению|мне жаль|вибачте|на жаль|üzgünüm|özür dilerim|tyvärr|förlåt|beklager|valitettavasti|sajnálom|îmi pare rău"
              + "|xin lỗi|عذر[اًا]|آسف|للأسف|क्षमा कर|माफ़ कर|ขออภัย|ขอโทษ|λυπάμαι|συγγνώμη|מצטער)",
          FLAGS);

  private static final Pattern CJK_APOLOGY =
      Pattern.compile("^(?:(?:很|非常)?抱歉|对不起|對不起|不好意思|我无法|我無法|申し訳|すみません|ごめんなさい|残念ながら|죄송|미안)");

  /** These are refusals only in a sentence: "Cannot log in" is a label. */
  private static final Pattern INABILITY =
      Pattern.compile(
          "^(?:sorry |apologies |i (?:can't|can’t|cannot|do not|don't|don’t|would need|could not|couldn't|need more|won't|must decline|am not)\\b|unfortunately |not enough |insufficient |there (?:is|are|isn) |no (?:clear |common |single |suitable |specific )?(?:topic|label|name|heading|title|theme)\\b"
              + "|leider |ich (?:kann|konnte) |je ne |malheureusement|lamentablemente|no puedo|infelizmente|não (?:posso|consigo)|purtroppo|non posso|helaas|sorry maar|ik kan "
              + "|niestety|nie mogę|bohužel|nemohu|я не (?:могу|можу)|maalesef|jag kan inte|jeg kan ikke|desværre|dessverre|maaf|tôi không thể|لا (?:أستطيع|يمكنني))",
          FLAGS);

  private static final Pattern CJK_INABILITY = Pattern.compile("^(?:我不能|无法|無法|不能)");

  private static final Pattern NOTHING =
      Pattern.compile(
          "^(?:n/?a|none|null|nil|nan|undefined|unknown|empty|not applicable|not available|no answer)$",
          FLAGS);

  private static final int MOST_WORDS_OF_INABILITY = 6;
  private static final int MOST_CJK_OF_INABILITY = 12;

  private LabelPhrases() {}

  static boolean opens(String line) {
    return OPENING.matcher(line).find() || CJK_OPENING.matcher(line).find();
  }

  /** Whether a line is an apology, a refusal or a counter-question. */
  static boolean refuses(String line) {
    return APOLOGY.matcher(line).find()
        || CJK_APOLOGY.matcher(line).find()
        || (INABILITY.matcher(line).find()
            && (line.split("\\s+").length > MOST_WORDS_OF_INABILITY
                || line.matches("(?s).*[.!?]\\s*")))
        || (CJK_INABILITY.matcher(line).find() && line.length() > MOST_CJK_OF_INABILITY);
  }

  /** Words that mean "no answer". */
  static boolean isNothing(String label) {
    return NOTHING.matcher(label).matches();
  }
}
