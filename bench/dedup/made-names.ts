/** Names for people made by chance, the frequent ones first. None of them is taken from a labelled set. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export interface NameList {
  readonly given: readonly string[];
  readonly family: readonly string[];
  /** Whether a full name has the surname first and no space. */
  readonly han: boolean;
}

export const AMERICAN: NameList = {
  given:
    words(`James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan
    Joseph Jessica Thomas Karen Christopher Sarah Charles Lisa Daniel Nancy Matthew Sandra Anthony Betty Mark Ashley
    Donald Emily Steven Kimberly Andrew Margaret Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa
    Timothy Deborah Ronald Stephanie George Rebecca Jason Laura Edward Helen Jeffrey Sharon Ryan Cynthia Jacob
    Kathleen Gary Amy Nicholas Angela Eric Shirley Jonathan Anna Stephen Brenda Larry Pamela Justin Emma Scott Nicole
    Brandon Samantha Benjamin Katherine Samuel Christine Gregory Debra Frank Rachel Alexander Carolyn Raymond Janet
    Patrick Maria Jack Olivia Dennis Heather Jerry Catherine Tyler Diane Aaron Julie Jose Victoria Adam Joyce Nathan`),
  family:
    words(`Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez
    Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis
    Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera
    Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris
    Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward
    Richardson Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel
    Myers Long Ross Foster Jimenez Powell Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Fisher
    Vasquez Simmons Romero Jordan Patterson Alexander Hamilton Graham Reynolds Griffin Wallace Moreno West Cole Hayes
    Bryant Herrera Gibson Ellis Tran Medina Aguilar Stevens Murray Ford Castro Marshall Owens Harrison Fernandez
    McDonald Woods Washington Kennedy Wells Vargas Henry Chen Freeman Webb Tucker Guzman Burns Crawford Olson Simpson`),
  han: false,
};

export const GERMAN: NameList = {
  given:
    words(`Peter Ursula Michael Sabine Thomas Monika Andreas Susanne Wolfgang Petra Klaus Birgit Jürgen Karin Günter
    Andrea Stefan Brigitte Christian Claudia Uwe Renate Werner Gabriele Horst Heike Frank Angelika Dieter Stefanie
    Manfred Ingrid Gerhard Silke Hans Barbara Bernd Anja Torsten Helga Matthias Julia Helmut Nicole Walter Katrin Heinz
    Sandra Martin Martina Jörg Christine Rolf Anna Jens Elke Sven Gisela Alexander Kerstin Jan Katharina Rainer Melanie`),
  family:
    words(`Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter
    Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause
    Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller
    Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht
    Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich`),
  han: false,
};

export const CHINESE: NameList = {
  given:
    words(`伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 建华 文 辉 玲 建国 国强 桂兰
    志强 秀珍 海燕 晓明 小红 建平 婷婷 雪梅 浩然 子轩 欣怡 梓涵 雨桐 诗涵 宇航 佳怡 俊杰 思远 晨曦 嘉豪 美玲 淑华 志明
    文静 海涛 晓东 丽华 国华 春梅 玉兰 建军 志伟 永强 立新 红梅 晓燕 振华 天宇 若曦 一诺 博文 语嫣 梦琪 泽宇 子涵`),
  family:
    words(`王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 邓 冯 曹 彭 曾 肖 田 董
    潘 袁 蔡 蒋 余 于 杜 叶 程 魏 苏 吕 丁 任 沈 姚 卢 傅 钟 姜 崔 谭 廖 范 汪 陆 金 石 戴 贾 韦 夏 邱 方 侯 邹 熊 孟 秦 欧阳`),
  han: true,
};

export const CITIES: readonly string[] =
  words(`London Berlin Hamburg Chicago Houston Phoenix Shanghai Guangzhou Shenzhen
  Munich Cologne Dallas Austin Boston Denver Seattle Leeds Bristol Glasgow Dresden Leipzig Stuttgart Nanjing Wuhan
  Chengdu Xiamen Suzhou Portland Oakland Tucson Mesa Omaha Tampa Aachen Bonn Kiel Jena Ulm Trier Fulda`);
export const STREETS: readonly string[] =
  words(`High Station Church Park Mill Oak Maple Cedar Pine Elm Lake Hill River
  Bridge Garden School Market Meadow Spring Forest Sunset Ridge Valley Orchard Chestnut Willow Walnut Cherry Franklin
  Washington Lincoln Jefferson Madison Jackson Highland Prospect Central Union Liberty Grove`);
export const FIRMS: readonly string[] =
  words(`Northwind Contoso Initech Globex Umbra Hooli Vandelay Stark Wayne Tyrell
  Cyberdyne Soylent Oscorp Massive Dynamic Gringotts Monarch Zenith Apex Vertex Lumen Quanta Helios Orion Atlas`);
export const FREE_DOMAINS: readonly string[] = ["gmail.com", "outlook.com", "yahoo.com", "qq.com", "gmx.de"];
